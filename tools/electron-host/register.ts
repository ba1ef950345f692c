// Every `electron`, imported or required, is the stand-in's module.
import { registerHooks } from 'node:module'

const standIn = new URL('./electron.ts', import.meta.url).href

registerHooks({
  resolve: (specifier, context, next) => /^electron(\/main)?$/.test(specifier) ? { url: standIn, shortCircuit: true } : next(specifier, context),
})

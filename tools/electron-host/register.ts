// Every `electron`, imported or required, is the stand-in's module.
import { enableCompileCache, registerHooks } from 'node:module'

// Every test starts the app anew: compiled code is kept from one start to the next.
enableCompileCache()

const standIn = new URL('./electron.ts', import.meta.url).href

registerHooks({
  resolve: (specifier, context, next) =>
    /^electron(\/main)?$/.test(specifier) ? { url: standIn, shortCircuit: true } : next(specifier, context),
})

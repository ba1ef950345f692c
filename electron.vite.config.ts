import { resolve } from 'node:path'
import react from '@vitejs/plugin-react'
import { defineConfig } from 'electron-vite'
import type { Plugin } from 'vite'

/** Node and Chromium of the pinned Electron; electron-vite does not know that version's yet. */
const nodeTarget = 'node24'
const chromeTarget = 'chrome140'

/** Stay outside the bundle: native, or with files of their own. The rest is bundled, so that programs start quickly. */
const external = ['electron', 'better-sqlite3', 'fastify', '@fastify/static', '@fastify/swagger', '@fastify/swagger-ui', 'pino']

const policy = [
  "default-src 'none'", "script-src 'self'", "style-src 'self' 'unsafe-inline'", "img-src 'self' data:", "font-src 'self'",
  "connect-src 'self'", "base-uri 'none'", "form-action 'none'",
].join('; ')

/** The built page's policy. While developing, hot reloading needs what it forbids. */
const contentSecurityPolicy = (): Plugin => ({
  name: 'content-security-policy',
  apply: 'build',
  transformIndexHtml: () => [{ tag: 'meta', attrs: { 'http-equiv': 'Content-Security-Policy', content: policy }, injectTo: 'head-prepend' }],
})

export default defineConfig({
  main: {
    build: {
      target: nodeTarget,
      sourcemap: true,
      externalizeDeps: false,
      rolldownOptions: {
        external,
        input: {
          index: resolve('src/main/index.ts'),
          serve: resolve('src/main/serve.ts'),
          agent: resolve('src/agent/index.ts'),
          cli: resolve('src/cli/index.ts'),
        },
        output: { format: 'es', entryFileNames: '[name].js', chunkFileNames: 'chunks/[name]-[hash].js' },
      },
    },
  },
  preload: {
    build: {
      target: nodeTarget,
      rolldownOptions: {
        input: { index: resolve('src/preload/index.ts') },
        // A sandboxed preload must be one CommonJS file.
        output: { format: 'cjs', entryFileNames: '[name].cjs' },
      },
    },
  },
  renderer: {
    root: 'src/renderer',
    base: './',
    build: {
      target: chromeTarget,
      sourcemap: false,
      rolldownOptions: { input: { index: resolve('src/renderer/index.html') } },
    },
    plugins: [react(), contentSecurityPolicy()],
  },
})

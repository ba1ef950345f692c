import { apiOf, expect, test } from './fixtures.ts'

const password = 'correct horse battery'

test('workers, resources and users are managed in the window; a user signs in by name and is told what they may not do', async ({
  home,
  browserPage: page,
}) => {
  const client = apiOf(home)
  const goTo = async (name: string): Promise<void> => {
    await page.keyboard.press('ControlOrMeta+k')
    await page.getByPlaceholder('Find a job, a task, or something to do').fill(name)
    await page.keyboard.press('Enter')
    await expect(page.getByRole('heading', { name, exact: true })).toBeVisible()
  }

  await test.step('a worker stands still, goes on and is terminated with a reason', async () => {
    const job = await client.jobs.create({ name: 'Busy' })
    if (!job.ok) throw new Error(job.failure.message)
    const task = await client.tasks.create({ name: 'Spin', jobId: job.value.id, command: 'while :; do sleep 1; done' })
    if (!task.ok) throw new Error(task.failure.message)
    await client.tasks.run({ taskId: task.value.id })
    await goTo('Workers')
    const row = page.getByRole('row', { name: /Spin/ })
    await expect(row).toContainText('Running')
    await row.getByRole('button', { name: 'Pause Spin' }).click()
    await expect(row).toContainText('Paused')
    await row.getByRole('button', { name: 'Let Spin go on' }).click()
    await expect(row).toContainText('Running')
    await expect(row.getByRole('img', { name: /CPU/ })).toBeVisible({ timeout: 30_000 })
    await row.getByRole('button', { name: 'Terminate Spin' }).click()
    await page.getByRole('textbox', { name: 'Reason' }).fill('enough of it')
    await page.getByRole('button', { name: 'Terminate', exact: true }).click()
    await expect(page.getByText('No process runs now.')).toBeVisible({ timeout: 30_000 })
    const runs = await client.runs.list({ limit: 1 })
    expect(runs.ok && runs.value.runs[0]).toMatchObject({ status: 'cancelled', errorMessage: 'enough of it' })
  })

  await test.step('quotas are changed and workers released', async () => {
    // Of a job that nothing runs in: the end of one gives back what it holds.
    const holder = await client.jobs.create({ name: 'Holder' })
    if (!holder.ok) throw new Error(holder.failure.message)
    await goTo('Resources')
    await page.getByRole('button', { name: 'Allocate workers…' }).click()
    const dialog = page.getByRole('dialog', { name: 'Allocate workers' })
    await dialog.getByLabel('Job').selectOption({ label: 'Holder' })
    await dialog.getByLabel('Depth').selectOption('3')
    await dialog.getByLabel('Workers').fill('4')
    await dialog.getByRole('button', { name: 'Allocate' }).click()
    await expect(page.getByText('“Holder” has 3 of the 4 workers it asked for')).toBeVisible()
    const depth = page.getByRole('table', { name: 'Quotas' }).getByRole('row').nth(4)
    await expect(depth).toContainText('3 of 3')
    await expect(depth).toContainText('full, or almost')
    await page.getByRole('spinbutton', { name: 'Quota of depth 3' }).fill('6')
    await page.keyboard.press('Enter')
    await expect(depth).toContainText('3 of 6')
    await page.getByRole('button', { name: 'Release the workers of Holder' }).click()
    await expect(depth).toContainText('0 of 6')
  })

  await test.step('a user is made', async () => {
    await goTo('Users')
    await page.getByRole('button', { name: 'New user' }).click()
    const form = page.getByRole('form', { name: 'New user' })
    await form.getByLabel('Name').fill('ada')
    await form.getByLabel('Password').fill('short')
    await form.getByRole('checkbox', { name: 'jobs:write' }).uncheck()
    await form.getByRole('checkbox', { name: 'supervisor:read' }).check()
    await form.getByRole('button', { name: 'Create' }).click()
    await expect(form.getByRole('alert')).toBeVisible()
    await form.getByLabel('Password').fill(password)
    await form.getByRole('button', { name: 'Create' }).click()
    await expect(page.getByRole('listbox', { name: 'Users' }).getByText('ada')).toBeVisible()
    await page.keyboard.press('Escape')
    await page.keyboard.press('Escape')
  })

  await test.step('she signs in, sees nothing of the owner’s, and is told what she may not do', async () => {
    await page.getByRole('button', { name: 'Sign out' }).click()
    await page.getByLabel('Name').fill('ada')
    await page.getByLabel('Password').fill('wrong one')
    await page.getByRole('button', { name: 'Sign in' }).click()
    await expect(page.getByRole('alert')).toContainText('do not go together')
    await page.getByLabel('Password').fill(password)
    await page.getByRole('button', { name: 'Sign in' }).click()
    await expect(page.getByRole('region', { name: 'Jobs' })).toBeVisible()
    await expect(page.getByText('ada', { exact: true })).toBeVisible()
    await expect(page.getByText('Busy')).toHaveCount(0)
    await expect(page.getByRole('button', { name: 'New job' }).first()).toHaveAttribute('aria-disabled', 'true')
    await goTo('Workers')
    await expect(page.getByText('No process runs now.')).toBeVisible()
  })

  await test.step('she is turned away as soon as she is deleted', async () => {
    await client.users.delete({ userId: 'ada' as never })
    await expect(page.getByRole('button', { name: 'Sign in' })).toBeVisible({ timeout: 30_000 })
    await expect(page.getByRole('alert')).toContainText('Sign in again')
  })
})

import { apiOf, expect, test } from './fixtures.ts'

test('a schedule built in the editor says its next starts, and fires', async ({ home, window }) => {
  const made = await apiOf(home).tasks.create({ name: 'Every second', command: 'echo fired' })
  await window.getByRole('treeitem').filter({ hasText: 'Unassigned' }).click()
  await window.getByRole('listbox', { name: 'Tasks' }).getByRole('option').filter({ hasText: 'Every second' }).click()
  const form = window.getByRole('form', { name: 'Task' })
  await form.getByLabel('Starts', { exact: true }).selectOption('cron')
  await form.getByLabel('Cron pattern').fill('99 * * * *')
  await expect(form.getByText(/minute 0 to 59/)).toBeVisible()
  await form.getByLabel('Cron pattern').fill('0 0 31 2 *')
  await expect(form.getByText('never comes: there is no such day', { exact: true })).toBeVisible()
  await form.getByLabel('Cron pattern').fill('* * * * * *')
  await expect(form.getByText('Every second', { exact: true })).toBeVisible()
  await expect(form.getByLabel('Next starts').getByRole('listitem')).toHaveCount(5)
  await form.getByRole('button', { name: 'Save', exact: true }).click()
  await expect
    .poll(async () => {
      const runs = await apiOf(home).runs.list({ taskId: made.ok ? made.value.id : undefined, status: 'succeeded' })
      return runs.ok ? runs.value.runs[0]?.trigger : undefined
    })
    .toBe('schedule')
  await expect(window.getByRole('contentinfo', { name: 'Status' })).toContainText('next fire')
})

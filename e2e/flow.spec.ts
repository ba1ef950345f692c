import { apiOf, expect, openView, test } from './fixtures.ts'

test('a profile is made, tested and given to a task; its secret shows nowhere', async ({ home, window }, info) => {
  const view = await openView(window, 'Profiles')
  await window.screenshot({ path: info.outputPath('profiles-empty.png') })
  await view.getByRole('button', { name: 'New profile' }).click()
  await view.getByLabel('Name', { exact: true }).fill('Staging')
  await view.getByRole('button', { name: 'Add a variable' }).click()
  await view.getByLabel('Name of the variable').fill('TOKEN')
  await view.getByLabel('Source').selectOption({ label: 'Command' })
  await view.getByLabel('Value').fill('echo open-sesame')
  await view.getByRole('button', { name: 'Save', exact: true }).click()
  await expect(view.getByRole('option', { name: /Staging/ })).toContainText('1 variable')
  await view.getByRole('button', { name: 'Test as saved' }).click()
  await expect(view.getByText('has a value')).toBeVisible()
  await window.screenshot({ path: info.outputPath('profiles.png') })
  await window.keyboard.press('Escape')

  await window.getByRole('listbox', { name: 'Tasks' }).getByRole('option').filter({ hasText: 'Look around' }).click()
  const form = window.getByRole('form', { name: 'Task' })
  await form.getByLabel('Profile').selectOption({ label: 'Staging' })
  await form.getByRole('textbox', { name: 'Command' }).fill('echo "the word is $TOKEN"')
  await form.getByRole('button', { name: 'Save and run' }).click()
  await expect(window.getByRole('log', { name: 'Log' })).toContainText('the word is ••••')
  const runs = await apiOf(home).runs.list({})
  expect(JSON.stringify(runs)).not.toContain('open-sesame')

  await (await openView(window, 'Profiles')).getByRole('button', { name: 'Delete…' }).click()
  const question = window.getByRole('dialog', { name: 'Delete the profile “Staging”?' })
  await expect(question.getByRole('button', { name: 'Cancel' })).toBeFocused()
  await question.getByRole('button', { name: 'Delete' }).click()
  await expect(question.getByRole('alert')).toContainText('the task “Look around”')
  await window.keyboard.press('Escape')
  await expect(view.getByRole('option', { name: /Staging/ })).toBeVisible()
})

test('what a task waits for, its checks and its attempts are set in the editor, and act', async ({ home, window }, info) => {
  await window.getByRole('tree').getByRole('treeitem').filter({ hasText: 'Sample' }).click()
  await window.getByRole('listbox', { name: 'Tasks' }).getByRole('option').filter({ hasText: 'Sum up' }).click()
  const form = window.getByRole('form', { name: 'Task' })
  await form.getByRole('button', { name: 'Wait for a task' }).click()
  await form.getByLabel('Task it waits for').selectOption({ label: 'Look around' })
  await form.getByRole('button', { name: 'Add a check' }).click()
  await form.getByLabel('What it must be').fill('(')
  await expect(form.getByText('A regular expression')).toBeVisible()
  await form.getByLabel('What it must be').fill('never printed')
  await form.getByLabel('Attempts at most').fill('2')
  await form.getByLabel('Seconds between').fill('1')
  await window.screenshot({ path: info.outputPath('flow.png') })
  await form.getByRole('button', { name: 'Save and run' }).click()
  await expect(window.getByRole('listbox', { name: 'Runs' }).getByRole('option').filter({ hasText: 'attempt 2' })).toContainText('Failed', {
    timeout: 10_000,
  })
  await expect(window.getByText('Sum up has failed').first()).toBeVisible()
  const tasks = await apiOf(home).tasks.list({ q: 'Sum up' })
  expect(tasks.ok && tasks.value.tasks).toMatchObject([
    {
      dependsOn: [{ when: 'succeeded' }],
      successChecks: [{ type: 'log_pattern', pattern: 'never printed' }],
      retry: { maxAttempts: 2, delayMs: 1_000 },
    },
  ])
  const runs = await apiOf(home).runs.list({ q: 'Sum up' })
  expect(runs.ok && runs.value.runs.map((run) => run.reason)).toEqual(['check_failed', 'check_failed'])
})

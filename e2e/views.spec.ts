import { apiOf, expect, test } from './fixtures.ts'

test('further views open over the panels by menu, key, palette and status bar, keep the panels as they were, and come back after a reload', async ({
  electronApp,
  home,
  window,
}, info) => {
  const api = apiOf(home)
  const view = (name: string) => window.getByRole('region', { name, exact: true })
  const setting = async (name: string) => {
    const all = await api.settings.get({})
    return all.ok ? all.value[name as 'runs.max_parallel']?.value : undefined
  }

  await window.keyboard.press('Control+,')
  const settings = view('Settings')
  await settings.getByRole('searchbox', { name: 'Find a setting' }).fill('max_parallel')
  const most = settings.getByLabel('Max parallel', { exact: true })
  await most.fill('0')
  await most.press('Enter')
  await expect(settings.getByRole('alert')).toHaveText('A whole number from 1 to 10,000')
  await most.press('Escape')
  await expect(settings.getByRole('alert')).toHaveCount(0)
  await most.fill('7')
  await most.press('Enter')
  await expect.poll(() => setting('runs.max_parallel')).toBe(7)
  await expect(window.getByRole('contentinfo', { name: 'Status' })).toContainText('0 of 7 running')
  await settings.getByLabel('Only what was changed').check()
  await settings.getByRole('searchbox').fill('')
  await expect(settings.getByRole('status')).toHaveText('1 setting')
  await settings.getByRole('button', { name: 'Max parallel: back to what is usual' }).click()
  await expect(settings.getByText('Every setting is as usual.')).toBeVisible()

  await window.reload()
  await expect(settings).toBeVisible()
  await window.keyboard.press('Escape')
  await expect(settings).toHaveCount(0)

  await electronApp.evaluate(({ Menu }) => {
    Menu.getApplicationMenu()?.getMenuItemById('app.schedule')?.click()
  })
  await expect(view('Schedule')).toContainText('Nothing starts by itself yet')
  const made = await api.tasks.create({ name: 'Hourly', command: 'true', schedule: { type: 'interval', everyMs: 3_600_000 } })
  await expect(view('Schedule').getByRole('listitem').filter({ hasText: 'Hourly' })).toContainText('Every hour')
  await expect(view('Schedule').getByRole('img')).toHaveAccessibleName(/24 fires to come|23 fires to come/)

  const run = made.ok ? await api.tasks.run({ taskId: made.value.id }) : undefined
  await expect
    .poll(async () => {
      const now = run?.ok ? await api.runs.get({ runId: run.value.id }) : undefined
      return now?.ok && now.value.status
    })
    .toBe('succeeded')
  await window.keyboard.press('Control+K')
  await window.getByPlaceholder('Find a job, a task').fill('Statistics')
  await window.keyboard.press('Enter')
  await expect(view('Statistics')).toContainText('1 succeeded, 0 failed, 0 stopped')
  await window.screenshot({ path: info.outputPath('statistics.png') })
  await view('Statistics').getByRole('button', { name: 'Hourly' }).click()
  await expect(window.getByRole('form', { name: 'Task' }).getByLabel('Name')).toHaveValue('Hourly')
  await window.getByRole('listbox', { name: 'Runs' }).getByRole('option').first().click()
  await window.getByRole('button', { name: 'Open the log file' }).click()
  const opened = () => electronApp.evaluate(({ shell }) => (shell as unknown as { opened: string[] }).opened)
  await expect.poll(opened).toEqual([expect.stringMatching(new RegExp(`logs.${run?.ok ? run.value.id : ''}\\.log$`))])
  await window.keyboard.press('Control+K')
  await window.getByPlaceholder('Find a job, a task').fill('Dark theme')
  await window.keyboard.press('Enter')
  await expect.poll(() => electronApp.evaluate(({ nativeTheme }) => nativeTheme.themeSource)).toBe('dark')
  await window.getByTitle('Show the queue').click()
  await expect(view('Queue')).toContainText('Nothing waits')
  await window.keyboard.press('Escape')
  await expect(window.getByTitle('Show the queue')).toBeFocused()
  await window.getByRole('button', { name: 'Views', exact: true }).focus()
  await window.keyboard.press('Enter')
  await expect(window.getByRole('menuitem', { name: 'Inbox' })).toBeFocused()
  await window.keyboard.press('ArrowDown')
  await expect(window.getByRole('menuitem', { name: 'Queue' })).toBeFocused()
  await window.keyboard.press('Enter')
  await expect(view('Queue').getByRole('button', { name: 'Queue' })).toBeFocused()
})

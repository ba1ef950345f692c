import { apiOf, expect, test } from './fixtures.ts'

test('a failure is told in the window, or on the desktop while it is in the tray; the inbox keeps both', async ({
  electronApp,
  home,
  window,
}, info) => {
  const client = apiOf(home)
  const bell = window.getByRole('contentinfo', { name: 'Status' }).getByRole('button', { name: /^Inbox/ })
  await bell.click()
  const inbox = window.getByRole('region', { name: 'Inbox' })
  await expect(inbox.getByText('Nothing to tell.')).toBeVisible()
  await window.screenshot({ path: info.outputPath('inbox-empty.png') })
  await window.keyboard.press('Escape')

  const task = await client.tasks.create({ name: 'Lint', command: 'exit 7' })
  if (!task.ok) throw new Error(task.failure.message)
  const taskId = task.value.id
  await client.tasks.run({ taskId })
  await expect(window.getByText('Lint has failed')).toBeVisible()
  await expect(bell).toHaveAccessibleName('Inbox: 1 unread')

  await client.settings.update({ 'window.close_to_tray': true })
  await expect
    .poll(async () => {
      await electronApp.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.close())
      return electronApp.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows().map((one) => one.isVisible()))
    })
    .toEqual([false])
  await client.tasks.update({ taskId, schedule: { type: 'interval', everyMs: 3_600_000 } })
  await client.tasks.run({ taskId })
  interface StandIn {
    readonly Notification: { readonly shown: { readonly title: string; emit(name: string): void }[] }
    readonly Tray: {
      readonly current: {
        readonly menu: { readonly items: { readonly label: string }[]; getMenuItemById(id: string): { click(): void } | null } | null
      }
    }
  }
  const shown = () => electronApp.evaluate((electron) => (electron as unknown as StandIn).Notification.shown.map(({ title }) => title))
  await expect.poll(shown).toEqual(['Lint has failed again'])
  const tray = () =>
    electronApp.evaluate(
      (electron) => (electron as unknown as StandIn).Tray.current.menu?.items.map(({ label }) => label.replace(/: \w+day.*/, '')) ?? [],
    )
  await expect.poll(tray).toEqual(expect.arrayContaining(['Show Yardmaster', 'Nothing is running', 'Next', 'Inbox: 2 unread', 'Quit']))
  expect((await tray()).some((label) => label.includes('Lint'))).toBe(true)
  await electronApp.evaluate((electron) => (electron as unknown as StandIn).Notification.shown[0]?.emit('click'))
  expect(await electronApp.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows().map((one) => one.isVisible()))).toEqual([true])

  const notices = inbox.getByRole('table', { name: 'Notices' }).getByRole('rowgroup').getByRole('row')
  await expect(notices).toHaveCount(2)
  await expect(notices.first()).toContainText('Lint has failed again')
  await window.screenshot({ path: info.outputPath('inbox.png') })
  await notices
    .first()
    .getByRole('button', { name: /Lint has failed again/ })
    .click()
  await expect(inbox).toBeHidden()
  await expect(window.getByRole('listbox', { name: 'Runs' }).getByRole('option', { selected: true })).toContainText('Failed')
  await bell.click()
  await inbox.getByRole('button', { name: 'Mark all as read' }).click()
  await expect(bell).toHaveAccessibleName('Inbox: 0 unread')
  const answer = await client.inbox.list({ unread: true })
  expect(answer.ok && answer.value.total).toBe(0)
})

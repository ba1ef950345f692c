import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from './fixtures.ts'

const oldJob = {
  id: '0b1f0c9e-6c1e-4d0e-9a53-0f6f6b0d1a01',
  name: 'From before',
  task_order: [],
  working_directory: { path: '~/projects' },
}
const oldTask = {
  id: '7d0d0a52-3a6b-4f8a-8b1c-0a7a6b1f2c02',
  job_id: oldJob.id,
  name: 'Lint',
  prompt: 'fix lint',
  permissions: "['bypass']",
  schedule: { schedule_type: 'manual' },
}

test('what claude-code-scheduler and crontab had is seen before it comes in; a job goes out as a file and comes back', async ({
  browserPage: page,
  home,
}) => {
  const old = join(home, 'old')
  mkdirSync(old)
  writeFileSync(join(old, 'jobs.json'), JSON.stringify([oldJob]))
  writeFileSync(join(old, 'tasks.json'), JSON.stringify([oldTask, 'torn']))

  await page.keyboard.press('Control+K')
  await page.keyboard.type('Import and export')
  await page.keyboard.press('Enter')
  await page.getByRole('textbox', { name: 'Where' }).fill(old)
  await page.getByRole('button', { name: 'Preview' }).click()
  await expect(page.getByRole('status').filter({ hasText: '2 would be created' })).toBeVisible()
  await expect(page.getByRole('list', { name: 'Problems' })).toContainText('tasks.json [1]')
  if (process.env['SCREENSHOTS']) await page.screenshot({ path: join(process.env['SCREENSHOTS'], 'moving.png') })
  await page.getByRole('button', { name: 'Import', exact: true }).click()
  await expect(page.getByRole('status').filter({ hasText: 'Done: 2 created' })).toBeVisible()

  await page.getByLabel('From').selectOption('crontab')
  await page
    .getByLabel('File to bring in')
    .setInputFiles({ name: 'mine.cron', mimeType: 'text/plain', buffer: Buffer.from('# Back up\n0 3 * * * true\n') })
  await page.getByRole('button', { name: 'Preview' }).click()
  await expect(page.getByRole('row', { name: '+ create task Back up' })).toBeVisible()
  await page.getByRole('button', { name: 'Import', exact: true }).click()
  await expect(page.getByRole('status').filter({ hasText: 'Done: 2 created' })).toBeVisible()

  await page.keyboard.press('Escape')
  await page.getByRole('region', { name: 'Jobs' }).getByText('From before').click({ button: 'right' })
  const [download] = await Promise.all([page.waitForEvent('download'), page.getByRole('menuitem', { name: 'Export job' }).click()])
  expect(download.suggestedFilename()).toBe('From-before.yaml')
  const text = readFileSync(await download.path(), 'utf8')
  expect(text).toContain('fix lint')
})

import { chmodSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { apiOf, expect, test } from './fixtures.ts'

const stream = join(import.meta.dirname, '../src/shared/transcript/fixtures/claude-tools.jsonl')

test('a task for a coding agent goes from the editor to a transcript', async ({ home, window }, info) => {
  const program = join(home, 'stand-in-agent')
  writeFileSync(program, `#!/bin/sh\ncat > '${join(home, 'prompt')}'\ncat '${stream}'\n`)
  chmodSync(program, 0o755)
  const set = await apiOf(home).settings.update({ 'coding_agent.command': program })
  expect(set.ok).toBe(true)

  await window.getByRole('tree').focus()
  await window.keyboard.press('Control+Alt+N')
  const form = window.getByRole('form', { name: 'Task' })
  await form.getByLabel('Name').fill('Mend the lint')
  await form.getByLabel('Work type').selectOption({ label: 'Claude Code' })
  await form.getByRole('textbox', { name: 'Prompt' }).fill('Mend what the linter finds.')
  await form.getByLabel('May do without asking').selectOption({ label: 'Edit files' })
  await window.keyboard.press('Control+S')
  await expect(window.getByRole('listbox', { name: 'Tasks' }).getByRole('option').filter({ hasText: 'Mend the lint' })).toBeVisible()
  await window.keyboard.press('Control+Enter')

  const transcript = window.getByRole('log', { name: 'Transcript' })
  await expect(transcript).toContainText('The unused import is gone')
  await expect(transcript).toContainText('$0.0473 · 3 turns')
  await transcript.getByText('npm run lint', { exact: true }).click()
  await expect(transcript.getByText("'b' is defined but never used")).toBeVisible()
  await window.screenshot({ path: info.outputPath('transcript.png') })
  await window.getByRole('tab', { name: 'Raw' }).click()
  await expect(window.getByRole('log', { name: 'Log' })).toContainText('"subtype":"init"')

  const tasks = await apiOf(home).tasks.list({ q: 'Mend the lint' })
  expect(tasks.ok && tasks.value.tasks).toMatchObject([
    { workType: 'claude_code', parameters: { prompt: 'Mend what the linter finds.', permission_mode: 'acceptEdits' } },
  ])
  const runs = await apiOf(home).runs.list({ q: 'Mend the lint' })
  expect(runs.ok && runs.value.runs).toMatchObject([
    { status: 'succeeded', cost: { usd: 0.0473, turns: 3 }, sessionId: '6f2c1f0a-9a36-4b0e-8f6a-2f7c9be0a111' },
  ])
})

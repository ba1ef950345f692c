import { execFileSync } from 'node:child_process'
import { existsSync, mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { apiOf, expect, openView, test } from './fixtures.ts'

test('what a run changed is shown, a pinned run stays when others go, and a worktree goes only when nothing is lost', async ({
  home,
  window,
}, info) => {
  const repository = join(home, 'repository')
  mkdirSync(repository)
  const git = (...args: string[]): string =>
    execFileSync('git', ['-C', repository, '-c', 'user.name=Somebody', '-c', 'user.email=somebody@example.org', ...args], {
      encoding: 'utf8',
    })
  git('init', '--quiet', '--initial-branch', 'main')
  writeFileSync(join(repository, 'list.txt'), 'milk\nbread\n')
  git('add', '.')
  git('commit', '--quiet', '-m', 'first')
  const api = apiOf(home)
  const made = await api.tasks.create({
    name: 'Shopping',
    command: 'sed -i s/bread/toast/ list.txt; echo "# notes" > notes.md',
    workingDirectory: { path: repository, useGitWorktree: true, worktreeName: 'shopping' },
  })
  if (!made.ok) throw new Error(made.failure.message)
  const taskId = made.value.id

  await window.getByRole('tree').getByRole('treeitem').filter({ hasText: 'Unassigned' }).click()
  await window.getByRole('listbox', { name: 'Tasks' }).getByRole('option').filter({ hasText: 'Shopping' }).click()
  await api.tasks.run({ taskId })
  const runs = window.getByRole('listbox', { name: 'Runs' })
  await expect(
    runs
      .getByRole('option')
      .filter({ hasText: 'exit code 0' })
      .or(runs.getByRole('option').filter({ hasText: /Done|Succeeded/ })),
  ).toHaveCount(1, { timeout: 30_000 })
  await window.getByRole('tab', { name: 'Changes' }).click()
  const files = window.getByRole('list', { name: 'Changed files' })
  await expect(files.getByRole('listitem')).toHaveText([/M.*list\.txt.*\+1.*−1/, /A.*notes\.md.*\+1$/])
  await expect(window.getByRole('region', { name: 'Patch' })).toContainText('+toast')
  await window.screenshot({ path: info.outputPath('changes.png') })

  await runs.getByRole('option').first().click({ button: 'right' })
  await window.getByRole('menuitem', { name: 'Pin run', exact: true }).click()
  await expect(runs.getByRole('img', { name: /^Pinned/ })).toBeVisible()
  for (const _ of [1, 2]) {
    await api.tasks.run({ taskId })
    await expect
      .poll(
        async () => {
          const found = await api.runs.list({ taskId, status: 'succeeded' })
          return found.ok ? found.value.total : 0
        },
        { timeout: 30_000 },
      )
      .toBe(_ + 1)
  }
  await openView(window, 'Queue')
  const views = window.getByRole('navigation', { name: 'Views' })
  await views.getByRole('button', { name: 'Retention' }).click()
  const retention = window.getByRole('region', { name: 'Retention' })
  await retention.getByLabel('Keep of each task, runs').fill('1')
  await expect(retention.getByText('by number 1')).toBeVisible()
  await window.screenshot({ path: info.outputPath('retention.png') })
  await retention.getByRole('button', { name: 'Save' }).click()
  await retention.getByRole('button', { name: 'Let go now' }).click()
  await expect(retention.getByText('by number 1')).toHaveCount(0)
  const left = await api.runs.list({ taskId })
  expect(left.ok && left.value.runs.map((run) => run.pinned)).toEqual([false, true])

  await views.getByRole('button', { name: 'Worktrees' }).click()
  const worktrees = window.getByRole('region', { name: 'Worktrees' })
  await expect(worktrees.getByText('2 files uncommitted')).toBeVisible()
  await window.screenshot({ path: info.outputPath('worktrees.png') })
  const found = await api.worktrees.list({})
  const folder = found.ok ? (found.value.worktrees[0]?.folder ?? '') : ''
  execFileSync('git', ['-C', folder, 'stash', '--quiet', '--include-untracked'])
  await worktrees.getByRole('button', { name: 'Look again' }).click()
  await worktrees.getByRole('button', { name: /^Remove the worktree/ }).click()
  await expect(worktrees.getByText('No worktree is here')).toBeVisible({ timeout: 30_000 })
  expect(existsSync(folder)).toBe(false)
  await views.getByRole('button', { name: 'Spend' }).click()
  await expect(window.getByRole('region', { name: 'Spend' }).getByText('Nothing was spent')).toBeVisible()
})

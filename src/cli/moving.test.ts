import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { startCliBench, type CliBench } from './cli.fixture.ts'

const state: { bench: CliBench } = { bench: undefined as never }
beforeEach(async () => {
  state.bench = await startCliBench()
})
afterEach(() => state.bench[Symbol.asyncDispose]())

test('a document is applied, taken out, refused where it is here already, and forced in', async () => {
  const { bench } = state
  const file = join(bench.home, 'jobs.yaml')
  writeFileSync(file, 'yardmaster: 1\njobs: [{ name: Nightly, tasks: [{ name: Build, command: make all }] }]\n')
  expect(await bench.run('apply', '--dry-run', file)).toMatchObject({
    code: 0,
    stdout: expect.stringMatching(/\+ job {2}Nightly\n\+ task {2}Build\nWould create 2/) as string,
  })
  expect((await bench.run('apply', file)).stdout).toContain('Created 2')
  const taken = join(bench.home, 'all.yaml')
  expect((await bench.run('export', '-o', taken)).code).toBe(0)
  expect(readFileSync(taken, 'utf8')).toContain('make all')
  expect((await bench.run('jobs', 'import', taken)).code).toBe(4)
  expect(JSON.parse((await bench.run('jobs', 'import', '-i', taken, '--force', '--json')).stdout)).toMatchObject({
    created: 0,
    changed: 0,
    skipped: 2,
  })
  expect((await bench.run('import', '--from', 'yardmaster', '--path', taken, '--dry-run')).stdout).toContain('2 already there')
  writeFileSync(file, 'yardmaster: 1\njobs: [{ nmae: x }]\n')
  expect(await bench.run('apply', file)).toMatchObject({ code: 2, stderr: expect.stringContaining('nmae') as string })
  writeFileSync(file, 'yardmaster: 1\njobs: [{ name: x, worker_count: 0 }]\n')
  expect(await bench.run('apply', file)).toMatchObject({ code: 2, stderr: expect.stringMatching(/^jobs\.0\.worker_count: /) as string })
  expect((await bench.run('apply', '/nowhere.yaml')).code).toBe(3)
}, 120_000)

test('a backup is a sound copy; it is put back only while no engine runs, and keeps what was there', async () => {
  const { bench } = state
  const file = join(bench.home, 'copy.db')
  expect((await bench.run('backup', file)).code).toBe(0)
  expect((await bench.run('backup', file)).code).toBe(4)
  const lock = new DatabaseSync(join(bench.home, 'engine.lock'))
  lock.exec('begin exclusive')
  expect((await bench.run('restore', file)).code).toBe(4)
  lock.close()
  writeFileSync(join(bench.home, 'no.db'), 'nothing of the kind')
  expect((await bench.run('restore', join(bench.home, 'no.db'))).code).toBe(2)
  expect((await bench.run('--home', join(bench.home, 'other'), 'restore', file)).stdout).toContain('Restored')
  expect(existsSync(join(bench.home, 'other', 'yardmaster.db'))).toBe(true)
  expect((await bench.run('--home', join(bench.home, 'other'), 'restore', file)).code).toBe(0)
  expect(readdirSync(join(bench.home, 'other', 'backups'))).toEqual([expect.stringMatching(/^before-restore-.*\.db$/)])
}, 120_000)

test('scripts for claude-code-scheduler find their words', async () => {
  const { bench } = state
  const job = JSON.parse(
    (await bench.run('jobs', 'create', '--name', 'Old', '--use-worktree', '--worktree-branch', 'main', '--json')).stdout,
  ) as { id: string }
  expect(job).toMatchObject({ working_directory: { path: '~/projects', use_git_worktree: true, worktree_branch: 'main' } })
  await bench.run('profiles', 'create', '--name', 'Staging')
  const made = await bench.run(
    'tasks',
    'create',
    '--name',
    'Review',
    '--prompt',
    'look',
    '--model',
    'opus',
    '--permissions',
    'bypass',
    '--disallowed-tools',
    'WebFetch, Bash(git *)',
    '--max-turns',
    '5',
    '--profile',
    'Staging',
    '--job',
    job.id,
    '--enabled',
    '--json',
  )
  const task = JSON.parse(made.stdout) as { id: string }
  expect(task).toMatchObject({
    work_type: 'claude_code',
    parameters: {
      prompt: 'look',
      model: 'opus',
      permission_mode: 'bypassPermissions',
      disallowed_tools: ['WebFetch', 'Bash(git *)'],
      max_turns: 5,
    },
    profile_id: expect.any(String) as string,
  })
  expect(JSON.parse((await bench.run('tasks', 'update', task.id, '--model', 'haiku', '--json')).stdout)).toMatchObject({
    parameters: { prompt: 'look', model: 'haiku', permission_mode: 'bypassPermissions' },
  })
  expect((await bench.run('jobs', 'set-order', job.id, task.id)).code).toBe(0)
  expect((await bench.run('runs', 'list', '-n', '5', '-t')).code).toBe(0)
  expect((await bench.run('jobs', 'delete', job.id, '-f')).code).toBe(0)
}, 120_000)

import { execFileSync } from 'node:child_process'
import { existsSync, mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { WorkOrder } from '../../shared/model/agent.ts'
import { Home, order, type Engine } from '../agent.fixture.ts'

let home: Home
let engine: Engine
let repository: string

const inRepository = (...args: string[]): string => execFileSync('git', ['-C', repository, ...args], { encoding: 'utf8' })

beforeEach(async () => {
  home = new Home()
  repository = join(home.path, 'repository')
  mkdirSync(join(repository, 'sub'), { recursive: true })
  execFileSync('git', ['init', '--quiet', '--initial-branch', 'main', repository])
  inRepository('config', 'user.name', 'Somebody')
  inRepository('config', 'user.email', 'somebody@example.org')
  writeFileSync(join(repository, 'sub', 'kept.txt'), 'one\n')
  inRepository('add', '.')
  inRepository('commit', '--quiet', '-m', 'first')
  home.startAgent({ NODE_OPTIONS: '--no-warnings', HOME: home.path })
  engine = await home.connect()
})
afterEach(() => home.remove())

async function run(command: string, more: Partial<WorkOrder>) {
  const work = order(command, { workingDirectory: repository, ...more })
  engine.say({ type: 'start', order: work })
  return { end: await engine.ended(work.runId), lines: (await home.lines(work.runId)).map((line) => line.text) }
}

describe('a commit on success', () => {
  const commitMessage = 'task: Write'

  test('takes what the run changed, and leaves alone what was there before', async () => {
    writeFileSync(join(repository, 'mine.txt'), 'not finished')
    writeFileSync(join(repository, 'staged.txt'), 'staged')
    inRepository('add', 'staged.txt')
    const { end, lines } = await run('echo two >> sub/kept.txt; echo new > "odd name ☂*.txt"; echo more >> mine.txt', { commitMessage })
    expect(end).toMatchObject({ outcome: 'succeeded' })
    expect(lines).toEqual([expect.stringMatching(/^Committed [0-9a-f]+: 2 files, \+2 −0; 1 left alone that had changes before$/)])
    expect(inRepository('log', '-1', '--format=%s')).toBe('task: Write\n')
    expect(inRepository('-c', 'core.quotePath=false', 'show', '--format=', '--name-only', 'HEAD').trim().split('\n').sort()).toEqual([
      'odd name ☂*.txt',
      'sub/kept.txt',
    ])
    expect(
      inRepository('status', '--porcelain')
        .trim()
        .split('\n')
        .map((line) => line.trim()),
    ).toEqual(['A  staged.txt', '?? mine.txt'])
  })

  test('comes not after a failure, and is no failure where there is nothing to commit, or no repository', async () => {
    await run('echo two >> sub/kept.txt; exit 1', { commitMessage })
    expect(inRepository('log', '--format=%s')).toBe('first\n')
    inRepository('checkout', '--quiet', '.')
    expect((await run('true', { commitMessage })).lines).toEqual(['Nothing to commit'])
    expect(await run('true', { commitMessage, workingDirectory: home.path })).toMatchObject({
      end: { outcome: 'succeeded' },
      lines: [expect.stringContaining('no git repository')],
    })
  })
})

describe('a worktree', () => {
  test('is made on its own branch outside of the repository, and used again', async () => {
    const worktree = { folder: join(home.path, 'worktrees', 'job-1', 'feature'), branch: 'feature', base: 'main' }
    const { end } = await run('pwd > where; git branch --show-current >> where', {
      workingDirectory: join(repository, 'sub'),
      worktree,
      commitMessage: 'task: There',
    })
    expect(end).toMatchObject({ outcome: 'succeeded' })
    expect(inRepository('show', 'feature:sub/where')).toBe(`${worktree.folder}/sub\nfeature\n`)
    expect(inRepository('status', '--porcelain')).toBe('')
    expect((await run('cat sub/where', { worktree })).lines).toEqual([`${worktree.folder}/sub`, 'feature'])
  })

  test('has what a failed attempt left there committed with the run that changed it again', async () => {
    const worktree = { folder: join(home.path, 'worktrees', 'w'), branch: 'mended', base: null }
    await run('echo half > sub/new.txt; echo x > sub/other.txt; exit 1', { worktree, commitMessage: 'task: Mend' })
    expect((await run('echo whole > sub/new.txt', { worktree, commitMessage: 'task: Mend' })).lines).toEqual([
      expect.stringMatching(/^Committed [0-9a-f]+: 1 file/),
    ])
    expect(inRepository('show', 'mended:sub/new.txt')).toBe('whole\n')
    expect(execFileSync('git', ['-C', worktree.folder, 'status', '--porcelain'], { encoding: 'utf8' })).toBe('?? sub/other.txt\n')
  })

  test('that was removed by hand is made again on the branch that is there', async () => {
    const worktree = { folder: join(home.path, 'worktrees', 'w'), branch: 'again', base: null }
    await run('true', { worktree })
    execFileSync('rm', ['-r', worktree.folder])
    expect((await run('git branch --show-current', { worktree })).lines).toEqual(['again'])
  })

  test('of a folder that is in no repository ends the run before the start, with the reason', async () => {
    const { end } = await run('true', {
      workingDirectory: home.path,
      worktree: { folder: join(home.path, 'worktrees', 'w'), branch: 'x', base: null },
    })
    expect(end).toMatchObject({
      outcome: 'failed',
      reason: 'spawn_error',
      errorMessage: expect.stringContaining('not a git repository') as unknown,
    })
    expect(existsSync(join(home.path, 'worktrees', 'w'))).toBe(false)
  })
})

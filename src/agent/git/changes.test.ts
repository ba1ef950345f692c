import { execFileSync } from 'node:child_process'
import { existsSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { diffFileOf, readDiff } from '../../shared/log/diff-file.ts'
import { logFileOf } from '../../shared/log/format.ts'
import type { WorkOrder } from '../../shared/model/agent.ts'
import { Home, order, type Engine } from '../agent.fixture.ts'

let home: Home
let engine: Engine
let repository: string

const git = (folder: string, ...args: string[]): string => execFileSync('git', ['-C', folder, ...args], { encoding: 'utf8' })

beforeAll(async () => {
  home = new Home()
  home.startAgent({ NODE_OPTIONS: '--no-warnings', HOME: home.path })
  engine = await home.connect()
})
afterAll(() => home.remove())

const count = { repositories: 0, asked: 0 }
beforeEach(() => {
  repository = join(home.path, `repository-${++count.repositories}`)
  mkdirSync(join(repository, 'sub'), { recursive: true })
  execFileSync('git', ['init', '--quiet', '--initial-branch', 'main', repository])
  git(repository, 'config', 'user.name', 'Somebody')
  git(repository, 'config', 'user.email', 'somebody@example.org')
  writeFileSync(join(repository, 'sub', 'kept.txt'), 'one\ntwo\n')
  writeFileSync(join(repository, 'gone.txt'), 'soon\n')
  writeFileSync(join(repository, '.gitignore'), 'ignored\n')
  git(repository, 'add', '.')
  git(repository, 'commit', '--quiet', '-m', 'first')
})

async function run(command: string, more: Partial<WorkOrder> = {}) {
  const work = order(command, { workingDirectory: repository, keepDiff: true, ...more })
  engine.say({ type: 'start', order: work })
  const end = await engine.ended(work.runId)
  return { end, diff: await readDiff(diffFileOf(join(home.files.logs, logFileOf(work.runId)))) }
}

describe('what a run changed', () => {
  test('is kept whatever it committed, without what was different before, and without touching the repository', async () => {
    writeFileSync(join(repository, 'mine.txt'), 'not finished\n')
    git(repository, 'add', 'mine.txt')
    const objects = git(repository, 'count-objects', '-v')
    const { end, diff } = await run('echo three >> kept.txt; rm ../gone.txt; echo x > ../ignored; printf "\\0\\1" > bytes; exit 3', {
      workingDirectory: join(repository, 'sub'),
    })
    expect(end.exitCode).toBe(3)
    expect(diff).toMatchObject({
      available: true,
      added: 1,
      removed: 1,
      message: null,
      files: [
        { path: 'gone.txt', change: 'deleted', added: 0, removed: 1 },
        { path: 'sub/bytes', change: 'added', added: null, removed: null },
        { path: 'sub/kept.txt', change: 'modified', added: 1, removed: 0 },
      ],
    })
    expect(diff?.patch).toContain('+++ b/sub/kept.txt\n@@ -1,2 +1,3 @@\n one\n two\n+three\n')
    expect(git(repository, 'status', '--porcelain')).toBe(' D gone.txt\nA  mine.txt\n M sub/kept.txt\n?? sub/bytes\n')
    expect(git(repository, 'count-objects', '-v')).toBe(objects)
    const committed = await run('echo four >> sub/kept.txt', { commitMessage: 'task: four' })
    expect(committed.diff).toMatchObject({ files: [{ path: 'sub/kept.txt', added: 1 }] })
    expect(readdirSync(home.files.runs).filter((name) => name.includes('pictures'))).toEqual([])
  })

  test('is nothing where it changed nothing, masks its secrets, and is not asked for where there is no repository', async () => {
    expect((await run('true')).diff).toMatchObject({ available: true, files: [], patch: '' })
    const profile = {
      name: 'P',
      envVars: [{ name: 'TOKEN', source: 'static' as const, value: 'very-secret' }],
      onUnresolved: 'fail' as const,
    }
    const { diff } = await run('echo "token=$TOKEN" > config', { profile })
    expect(diff?.patch).toContain('+token=••••••••\n')
    expect((await run('true', { workingDirectory: home.path })).diff).toBeUndefined()
    expect((await run('echo x > new', { keepDiff: false })).diff).toBeUndefined()
  })

  test('of a long patch, the beginning is kept', async () => {
    const { diff } = await run('yes "a line that is long enough" | head -n 60000 > long.txt')
    expect(diff).toMatchObject({ added: 60_000, message: expect.stringMatching(/^The patch is 1,\d{3},\d{3} characters long/) as unknown })
    expect(diff!.patch.length).toBeLessThanOrEqual(1_048_576)
  })
})

describe('a worktree that is to go', () => {
  const root = () => join(home.path, 'worktrees')
  const made = async (name: string, command = 'true') => {
    const [owner = '', branch = ''] = name.split(':')
    await run(command, { worktree: { folder: join(root(), owner, branch), branch, base: 'main' } })
    return join(root(), owner, branch)
  }
  const list = async () => {
    const askId = String(++count.asked)
    engine.say({ type: 'list_worktrees', askId, root: root() })
    await expect.poll(() => engine.heard.some((one) => one.type === 'worktrees' && one.askId === askId), { timeout: 20_000 }).toBe(true)
    return engine.heard.flatMap((one) => (one.type === 'worktrees' && one.askId === askId ? one.worktrees : []))
  }
  const remove = async (name: string): Promise<string | null> => {
    const askId = String(++count.asked)
    engine.say({ type: 'remove_worktree', askId, root: root(), name })
    await expect
      .poll(() => engine.heard.some((one) => one.type === 'worktree_removed' && one.askId === askId), { timeout: 20_000 })
      .toBe(true)
    const [answer] = engine.heard.flatMap((one) => (one.type === 'worktree_removed' && one.askId === askId ? [one] : []))
    return answer!.refusal
  }

  test('stays while something in it is uncommitted or nowhere else, and goes when it was merged; its branch stays', async () => {
    const folder = await made('job-0123456789ab:feature', 'echo new > file')
    expect(await list()).toEqual([
      { name: 'job-0123456789ab:feature', folder, branch: 'feature', repository, changedFiles: 1, unpushed: 0, problem: null },
    ])
    expect(await remove('job-0123456789ab:feature')).toMatch(/1 file with uncommitted changes\. Commit them/)
    git(folder, 'add', '.')
    git(folder, 'commit', '--quiet', '-m', 'work')
    expect(await list()).toMatchObject([{ changedFiles: 0, unpushed: 1 }])
    expect(await remove('job-0123456789ab:feature')).toMatch(/^feature has 1 commit that is nowhere else\. Push or merge/)
    expect(existsSync(join(folder, 'file'))).toBe(true)
    git(repository, 'merge', '--quiet', 'feature')
    expect(await remove('job-0123456789ab:feature')).toBeNull()
    expect(existsSync(dirname(folder))).toBe(false)
    expect(git(repository, 'branch', '--list', 'feature').trim()).toBe('feature')
    expect(await remove('job-0123456789ab:feature')).toBe('There is no worktree job-0123456789ab:feature')
    expect(await remove('..:repository-1')).toMatch(/There is no worktree/)
  })

  test('of a repository with a remote stays until its branch was pushed, and while a run works in it', async () => {
    const remote = join(home.path, 'remote.git')
    execFileSync('git', ['init', '--quiet', '--bare', remote])
    git(repository, 'remote', 'add', 'origin', remote)
    git(repository, 'push', '--quiet', 'origin', 'main')
    const folder = await made('task-0123456789ab:fix', 'git commit --quiet --allow-empty -m work')
    git(repository, 'merge', '--quiet', 'fix')
    expect(await remove('task-0123456789ab:fix')).toMatch(/nowhere else/)
    git(folder, 'push', '--quiet', 'origin', 'fix')
    const work = order('sleep 60', { workingDirectory: repository, worktree: { folder, branch: 'fix', base: null } })
    engine.say({ type: 'start', order: work })
    await engine.hears('started', work.runId)
    expect(await remove('task-0123456789ab:fix')).toMatch(/works in it/)
    engine.say({ type: 'stop', runId: work.runId, graceMs: 0, reason: 'cancelled_by_user' })
    await engine.ended(work.runId)
    expect(await remove('task-0123456789ab:fix')).toBeNull()
  })

  test('whose repository is gone is left to somebody who looks', async () => {
    await made('job-ffffffffffff:lost')
    execFileSync('rm', ['-r', repository])
    expect(await list()).toMatchObject([{ branch: null, problem: expect.stringContaining('not a git repository') as unknown }])
    expect(await remove('job-ffffffffffff:lost')).toMatch(/cannot be looked into/)
  })
})

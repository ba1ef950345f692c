import { createHash } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { join } from 'node:path'
import { pipeline } from 'node:stream/promises'
import { git, type Environment } from './git.ts'

/** What was not committed at some moment: each file by its path from the repository's top, with a digest of its content. */
export interface Uncommitted {
  readonly top: string
  readonly files: ReadonlyMap<string, string>
}

/** Null where the folder is in no repository. */
export async function uncommittedIn(folder: string, environment: Environment): Promise<Uncommitted | null> {
  const top = await git(folder, ['rev-parse', '--show-toplevel'], { environment }).then(
    (said) => said.trim(),
    () => null,
  )
  if (top === null) return null
  const paths = pathsOf(await git(top, ['status', '--porcelain=v1', '-z', '--untracked-files=all', '--no-renames'], { environment }))
  return { top, files: new Map(await Promise.all(paths.map(async (path) => [path, await digestOf(join(top, path))] as const))) }
}

/** Each entry is two letters of state, a space and the path, and ends with a zero. */
const pathsOf = (status: string): string[] =>
  status
    .split('\0')
    .filter((entry) => entry.length > 3)
    .map((entry) => entry.slice(3))

async function digestOf(file: string): Promise<string> {
  const hash = createHash('sha256')
  return pipeline(createReadStream(file), hash).then(
    () => hash.digest('hex'),
    () => 'gone',
  )
}

interface CommitHow {
  readonly before: Uncommitted | null
  readonly folder: string
  readonly message: string
  readonly environment: Environment
  readonly isOwnWorktree: boolean
}

/**
 * Commits what was changed since `before`, and nothing else: what was uncommitted then stays so. Answers a sentence.
 *
 * In a worktree of Yardmaster's own nobody else works: what a failed attempt left behind there, and this run changed
 * again, is the run's.
 *
 * @throws GitFailed
 */
export async function commitSince({ before, folder, message, environment, isOwnWorktree }: CommitHow): Promise<string> {
  const now = await uncommittedIn(folder, environment)
  if (!before || !now) return `Not committed: ${folder} is in no git repository`
  const changed = [...now.files].filter(([path, digest]) => before.files.get(path) !== digest).map(([path]) => path)
  const mine = isOwnWorktree ? changed : changed.filter((path) => !before.files.has(path))
  const left = changed.length - mine.length
  const leaving = left > 0 ? `; ${left} left alone that had changes before` : ''
  if (mine.length === 0) return `Nothing to commit${leaving}`
  const named = { environment, input: mine.join('\0') }
  const fromInput = ['--pathspec-from-file=-', '--pathspec-file-nul']
  await git(now.top, ['add', ...fromInput], named)
  await git(now.top, ['commit', '--only', '--quiet', '-m', message, ...fromInput], named)
  const [commit = '', ...counts] = (await git(now.top, ['show', '--format=%h', '--numstat', 'HEAD'], { environment })).trim().split('\n')
  return `Committed ${commit}: ${sumOf(counts)}${leaving}`
}

function sumOf(counts: readonly string[]): string {
  const lines = counts.filter((line) => line.includes('\t')).map((line) => line.split('\t'))
  const sum = (column: number): number => lines.reduce((total, line) => total + (Number(line[column]) || 0), 0)
  return `${lines.length} ${lines.length === 1 ? 'file' : 'files'}, +${sum(0)} −${sum(1)}`
}

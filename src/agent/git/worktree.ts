import { existsSync } from 'node:fs'
import { mkdir } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import type { WorktreeOrder } from '../../shared/model/agent.ts'
import { CannotStart } from '../work/work.ts'
import { git, type Environment } from './git.ts'

/**
 * The folder to work in: the one that was named, in a worktree of its repository that is made where there is none yet.
 *
 * @throws CannotStart
 */
export async function worktreeFolder(named: string, { folder, branch, base }: WorktreeOrder, environment: Environment): Promise<string> {
  try {
    // Where the named folder stands within its repository, the work stands within the worktree.
    const below = (await git(named, ['rev-parse', '--show-prefix'], { environment })).trim()
    if (!existsSync(join(folder, '.git'))) await addWorktree(named, { folder, branch, base }, environment)
    return join(folder, below)
  } catch (error) {
    throw new CannotStart(
      `No worktree of ${named} could be made: ${error instanceof Error ? error.message : String(error)}. Mend that, or let the task work without a worktree.`,
    )
  }
}

async function addWorktree(named: string, { folder, branch, base }: WorktreeOrder, environment: Environment): Promise<void> {
  await mkdir(dirname(folder), { recursive: true, mode: 0o700 })
  // A folder that somebody removed is still known to the repository, and its branch counts as taken.
  await git(named, ['worktree', 'prune'], { environment })
  const known = await git(named, ['rev-parse', '--verify', '--quiet', `refs/heads/${branch}`], { environment }).then(
    () => true,
    () => false,
  )
  await git(named, ['worktree', 'add', ...(known ? [folder, branch] : ['-b', branch, folder, ...(base === null ? [] : [base])])], {
    environment,
  })
}

import { readdir, rmdir } from 'node:fs/promises'
import { dirname, join, resolve } from 'node:path'
import type { HeldWorktree } from '../../shared/model/worktree.ts'
import { git, GitFailed, type Environment } from './git.ts'

/*
 * The worktrees that were made for jobs and tasks: `<root>/<job or task>/<branch>`. What is in none of their repositories'
 * other branches, and was not pushed, is never thrown away.
 */

/** @param root the folder of Yardmaster's own that they stand in */
export async function listWorktrees(root: string, environment: Environment): Promise<readonly HeldWorktree[]> {
  const owners = (await foldersIn(root)).sort()
  const names = await Promise.all(
    owners.map(async (owner) => (await foldersIn(join(root, owner))).sort().map((branch) => `${owner}:${branch}`)),
  )
  const found: HeldWorktree[] = []
  // One after the other: a hundred of them would be three hundred processes at once.
  for (const name of names.flat()) found.push(await look(root, name, environment))
  return found
}

const foldersIn = async (folder: string): Promise<string[]> =>
  (await readdir(folder, { withFileTypes: true }).catch(() => [])).filter((entry) => entry.isDirectory()).map((entry) => entry.name)

const folderOf = (root: string, name: string): string => join(root, ...name.split(':'))

async function look(root: string, name: string, environment: Environment): Promise<HeldWorktree> {
  const folder = folderOf(root, name)
  const nothing = { name, folder, branch: null, repository: null, changedFiles: 0, unpushed: 0, problem: null }
  const ask = (...args: string[]): Promise<string> => git(folder, args, { environment }).then((said) => said.trim())
  try {
    const branch = await ask('branch', '--show-current')
    const common = resolve(folder, await ask('rev-parse', '--git-common-dir'))
    const changed = (await git(folder, ['status', '--porcelain=v1', '-z', '--untracked-files=all', '--no-renames'], { environment }))
      .split('\0')
      .filter(Boolean)
    return {
      ...nothing,
      branch: branch || null,
      repository: dirname(common),
      changedFiles: changed.length,
      unpushed: await unpushedIn(ask, branch),
    }
  } catch (error) {
    return { ...nothing, problem: error instanceof GitFailed ? error.message : String(error) }
  }
}

/** Commits that are nowhere else: on no remote, or, in a repository that has none, in no other branch. */
async function unpushedIn(ask: (...args: string[]) => Promise<string>, branch: string): Promise<number> {
  const others = (await ask('remote')) !== '' ? ['--remotes'] : [...(branch === '' ? [] : [`--exclude=${branch}`]), '--branches']
  return Number(await ask('rev-list', '--count', 'HEAD', '--not', ...others))
}

/** Why it was left as it is; null once it is gone. Its branch stays in the repository. */
export async function removeWorktree(root: string, name: string, environment: Environment): Promise<string | null> {
  const known = (await listWorktrees(root, environment)).find((one) => one.name === name)
  if (!known) return `There is no worktree ${name}`
  const refused = whyKept(known)
  if (refused !== null) return refused
  try {
    await git(known.repository ?? known.folder, ['worktree', 'remove', known.folder], { environment })
    await rmdir(dirname(known.folder)).catch(() => {})
    return null
  } catch (error) {
    return `git refused to remove ${known.folder}: ${error instanceof Error ? error.message : String(error)}`
  }
}

function whyKept({ folder, branch, changedFiles, unpushed, problem }: HeldWorktree): string | null {
  if (problem !== null)
    return `${folder} cannot be looked into (${problem}), so nobody knows what would be lost. Look for yourself, and remove it by hand`
  if (changedFiles > 0)
    return `${folder} has ${counted(changedFiles, 'file')} with uncommitted changes. Commit them, or discard them there, then try again`
  if (unpushed > 0)
    return `${branch ?? 'Its head'} has ${counted(unpushed, 'commit')} that ${unpushed === 1 ? 'is' : 'are'} nowhere else. Push or merge, then try again`
  return null
}

const counted = (count: number, what: string): string => `${count} ${what}${count === 1 ? '' : 's'}`

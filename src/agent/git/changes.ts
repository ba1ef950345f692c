import { existsSync } from 'node:fs'
import { copyFile, mkdir, rm } from 'node:fs/promises'
import { dirname, join, resolve } from 'node:path'
import { diffFileOf, writeDiff } from '../../shared/log/diff-file.ts'
import { noDiff, type ChangedFile, type Diff } from '../../shared/model/diff.ts'
import { git, type Environment } from './git.ts'

/*
 * What a run changes in its repository: two pictures of everything that git does not ignore, one from before the run and one
 * from after it. They are kept in a folder of the run's own; the repository itself, and its index, are only read.
 */

/** A repository so large that a picture takes longer is not worth the wait before each run. */
const pictureWithinMs = 10_000
const longestPatch = 1_048_576

interface Watched {
  readonly folder: string
  readonly environment: Environment
  /** For the pictures, of this run alone. */
  readonly scratch: string
  readonly logFile: string
  /** What a secret stands as. */
  readonly clean: (text: string) => string
}

export interface ChangeWatch {
  /** Writes the difference beside the log. Never throws: where there is none, the file says why. */
  keep(): Promise<void>
}

/** Null where the folder is in no repository. */
export async function watchChanges(watched: Watched): Promise<ChangeWatch | null> {
  if (!isInRepository(watched.folder)) return null
  const before = await pictureOf(watched).catch(reasonOf)
  return { keep: () => keep(watched, before) }
}

/** Without a process: most folders are in none. */
function isInRepository(folder: string): boolean {
  if (existsSync(join(folder, '.git'))) return true
  const above = dirname(folder)
  return above !== folder && isInRepository(above)
}

interface Picture {
  readonly top: string
  readonly tree: string
  readonly environment: Environment
}
interface Trouble {
  readonly trouble: string
}

const reasonOf = (error: unknown): Trouble => ({ trouble: error instanceof Error ? error.message : String(error) })

async function pictureOf({ folder, environment, scratch }: Watched): Promise<Picture> {
  const asked = { environment, withinMs: pictureWithinMs }
  const [top = '', index = '', objects = ''] = (
    await git(folder, ['rev-parse', '--show-toplevel', '--git-path', 'index', '--git-path', 'objects'], asked)
  ).split('\n')
  const own = { index: join(scratch, 'index'), objects: join(scratch, 'objects') }
  await mkdir(own.objects, { recursive: true, mode: 0o700 })
  // With the repository's index git knows what it need not read again.
  if (existsSync(resolve(folder, index))) await copyFile(resolve(folder, index), own.index)
  const aside = {
    ...environment,
    GIT_INDEX_FILE: own.index,
    GIT_OBJECT_DIRECTORY: own.objects,
    GIT_ALTERNATE_OBJECT_DIRECTORIES: resolve(folder, objects),
  }
  await git(top, ['add', '--all'], { ...asked, environment: aside })
  return { top, tree: (await git(top, ['write-tree'], { ...asked, environment: aside })).trim(), environment: aside }
}

async function keep(watched: Watched, before: Picture | Trouble): Promise<void> {
  try {
    const after = 'trouble' in before ? before : await pictureOf(watched).catch(reasonOf)
    await writeDiff(
      diffFileOf(watched.logFile),
      'trouble' in before
        ? none(before)
        : 'trouble' in after
          ? none(after)
          : await between(before, after, watched.clean).catch((error: unknown) => none(reasonOf(error))),
    )
  } catch {
    // The disk is full, or the folder gone: a diff is no reason for a run to fail.
  } finally {
    await rm(watched.scratch, { recursive: true, force: true })
  }
}

const none = ({ trouble }: Trouble): Diff => noDiff(`What this run changed is not known: ${trouble}`)

const plain = ['--no-ext-diff', '--no-textconv', '--no-renames', '--no-color']

async function between(before: Picture, after: Picture, clean: (text: string) => string): Promise<Diff> {
  const ask = (...args: string[]): Promise<string> =>
    git(after.top, ['diff', ...plain, ...args, before.tree, after.tree], { environment: after.environment, withinMs: pictureWithinMs })
  const files = filesOf(await ask('-z', '--name-status'), await ask('-z', '--numstat')).map((file) => ({ ...file, path: clean(file.path) }))
  const patch = files.length === 0 ? '' : clean(await ask('--patch', '--src-prefix=a/', '--dst-prefix=b/'))
  const short = cut(patch)
  const sum = (side: 'added' | 'removed'): number => files.reduce((total, file) => total + (file[side] ?? 0), 0)
  return {
    available: true,
    files,
    added: sum('added'),
    removed: sum('removed'),
    patch: short,
    message:
      short.length < patch.length ? `The patch is ${patch.length.toLocaleString('en')} characters long; this is its beginning` : null,
  }
}

/** Up to the last whole line that fits. */
const cut = (patch: string): string => (patch.length <= longestPatch ? patch : patch.slice(0, patch.lastIndexOf('\n', longestPatch) + 1))

const changes: Readonly<Record<string, ChangedFile['change']>> = { A: 'added', D: 'deleted' }

/** `M\0path\0…` and `added\tremoved\tpath\0…`; of a file that is no text, git counts no lines (`-`). */
function filesOf(statuses: string, numbers: string): ChangedFile[] {
  const lines = new Map(
    numbers
      .split('\0')
      .filter(Boolean)
      .map((entry) => {
        const [added = '', removed = '', ...path] = entry.split('\t')
        return [path.join('\t'), { added: counted(added), removed: counted(removed) }] as const
      }),
  )
  const words = statuses.split('\0')
  return words.flatMap((letter, place): ChangedFile[] => {
    const path = words[place + 1]
    return place % 2 === 1 || letter === '' || path === undefined
      ? []
      : [{ path, change: changes[letter] ?? 'modified', ...(lines.get(path) ?? { added: null, removed: null }) }]
  })
}

const counted = (text: string): number | null => (text === '-' ? null : Number(text))

import { existsSync } from 'node:fs'
import { stat } from 'node:fs/promises'
import { homedir } from 'node:os'
import { basename, join, relative } from 'node:path'
import { watch as watchFiles, type FSWatcher } from 'chokidar'
import picomatch from 'picomatch'
import type { Watch } from '../../shared/model/schedule.ts'
import type { FileWatch, FileWatchListener } from '../ports/file-watch.ts'

const usualExclude = ['**/node_modules/**', '**/.git/**']

/** How often a path that does not exist is looked for. */
const lookAgainMs = 5_000

export const createFileWatch = (): FileWatch => ({
  open(watch, listener) {
    const root = watch.path.replace(/^~(?=$|[\\/])/, homedir())
    const held: { watcher?: FSWatcher; timer?: ReturnType<typeof setInterval> } = {}
    const begin = (): void => {
      if (!existsSync(root)) return
      clearInterval(held.timer)
      held.watcher = watchRoot(root, watch, listener)
    }
    held.timer = setInterval(begin, lookAgainMs).unref()
    begin()
    return {
      async [Symbol.asyncDispose]() {
        clearInterval(held.timer)
        await held.watcher?.close()
      },
    }
  },
})

function watchRoot(root: string, { recursive = true, include, exclude = usualExclude }: Watch, listener: FileWatchListener): FSWatcher {
  const nameOf = (path: string): string => (relative(root, path) || basename(path)).replaceAll('\\', '/')
  const excluded = matcher(exclude)
  const included = include ? matcher(include) : () => true
  const watcher = watchFiles(root, {
    ignoreInitial: true,
    ...(!recursive && { depth: 0 }),
    ignored: (path) => path !== root && excluded(nameOf(path)),
  })
  const tell = async (path: string): Promise<void> => {
    if (!included(nameOf(path))) return
    // The time of the last change of the entry itself: a file that is moved in keeps the time of its content.
    const changedAt = await stat(path).then(
      (found) => found.ctimeMs,
      () => Date.now(),
    )
    listener.changed({ path: join(path), changedAt })
  }
  for (const event of ['add', 'change', 'unlink'] as const) watcher.on(event, (path) => void tell(path))
  watcher.on('error', (error) => listener.failed(error))
  return watcher
}

/** A glob without a slash is about names, wherever they are. */
function matcher(globs: readonly string[]): (name: string) => boolean {
  const each = globs.map((glob) => picomatch(glob, { dot: true, basename: !glob.includes('/') }))
  return (name) => each.some((matches) => matches(name))
}

import type { TaskId } from '../../../shared/model/ids.ts'
import type { Watch } from '../../../shared/model/schedule.ts'
import type { FileChange, FileWatch } from '../../ports/file-watch.ts'
import type { Deps } from '../deps.ts'
import { occur } from './occurrences.ts'

/** Used where the watch does not say how long it must be quiet. */
const usualQuietMs = 2_000

/** How much before and after its run a change still counts as the run's own: clocks of files are coarse. */
const beforeRunMs = 50
const afterRunMs = 500

interface Open {
  readonly watch: string
  readonly handle: AsyncDisposable
  quiet: ReturnType<typeof setTimeout> | undefined
}

/** Starts tasks when files change, once it has been quiet. What a task's own run changes does not start it again. */
export function startFileTriggers(deps: Deps, files: FileWatch, failed: (error: unknown, what: string) => void): AsyncDisposable {
  const { store, clock } = deps
  const open = new Map<TaskId, Open>()
  const closing = new AbortController()

  const close = (taskId: TaskId): void => {
    const known = open.get(taskId)
    if (!known) return
    clearTimeout(known.quiet)
    open.delete(taskId)
    known.handle[Symbol.asyncDispose]().then(undefined, (error: unknown) =>
      failed(error, `The watch of task ${taskId} could not be closed`),
    )
  }

  const settle = (taskId: TaskId): void => {
    try {
      store.transaction(() => {
        const task = store.tasks.find(taskId)
        if (task) occur(deps, task, clock.now())
      })
    } catch (error) {
      failed(error, `Task ${taskId} could not be started after files changed`)
    }
  }

  /** Anything that changes while the task runs counts as the run's own: nobody can tell it apart. */
  const isOwn = (taskId: TaskId, { changedAt }: FileChange): boolean => {
    const last = store.tasks.find(taskId)?.lastRun
    if (!last?.startedAt) return false
    return (
      last.finishedAt === null ||
      (changedAt >= Date.parse(last.startedAt) - beforeRunMs && changedAt <= Date.parse(last.finishedAt) + afterRunMs)
    )
  }

  const start = (taskId: TaskId, watch: Watch): void => {
    const handle = files.open(watch, {
      changed(change) {
        const known = open.get(taskId)
        if (known?.handle !== handle || isOwn(taskId, change)) return
        clearTimeout(known.quiet)
        known.quiet = setTimeout(() => settle(taskId), watch.debounceMs ?? usualQuietMs).unref()
      },
      failed: (error) => failed(error, `The files of task ${taskId} cannot be watched`),
    })
    open.set(taskId, { watch: JSON.stringify(watch), handle, quiet: undefined })
  }

  /** Opens and closes until what is watched is what the tasks say. */
  const agree = (): void => {
    const wanted = new Map(
      store.tasks
        .byIds(store.schedules.watching())
        .flatMap(({ id, schedule }) => (schedule.type === 'file_watch' ? [[id, schedule.watch] as const] : [])),
    )
    for (const [taskId, { watch }] of open) if (JSON.stringify(wanted.get(taskId)) !== watch) close(taskId)
    for (const [taskId, watch] of wanted) if (!open.has(taskId)) start(taskId, watch)
  }

  const loop = (async () => {
    for await (const _ of deps.replanned.wakeups(closing.signal)) {
      try {
        agree()
      } catch (error) {
        failed(error, 'The files of tasks cannot be watched')
      }
    }
  })()

  return {
    async [Symbol.asyncDispose]() {
      closing.abort()
      await loop
      const handles = [...open.values()].map(({ handle, quiet }) => {
        clearTimeout(quiet)
        return handle
      })
      open.clear()
      await Promise.all(handles.map((handle) => handle[Symbol.asyncDispose]()))
    },
  }
}

import { useEffect, useMemo } from 'react'
import type { JobId } from '../../shared/model/ids.ts'
import type { Run } from '../../shared/model/run.ts'
import type { Task } from '../../shared/model/task.ts'
import { useClient } from './client.ts'
import { loadRunPage, loadTaskPage, loadTasksOf, listPage, runListKey, taskListKey, type RunScope } from './engine.ts'
import { emptyList, idAt, placeIn } from './paged.ts'
import { useStore, type JobKey } from './store.ts'

/** Rows by their place on the screen; a row that has not been read yet is undefined. */
export interface Rows<Item> {
  /** Below zero until it is known. */
  readonly count: number
  at(index: number): Item | undefined
  /** Below zero where it is not known. */
  placeOf(id: string): number
  /** What is on the screen: rows that are missing are read. */
  show(first: number, last: number): void
  /** The ids of the first rows, at most so many; those that are missing are read. */
  ids(most: number): Promise<readonly string[]>
}

export function useTaskRows(jobKey: JobKey): Rows<Task> {
  const ofJob = useJobTasks(jobKey)
  const paged = usePagedTasks(jobKey)
  return jobKey === 'all' || jobKey === 'unassigned' ? paged : ofJob
}

function useJobTasks(jobKey: JobKey): Rows<Task> {
  const client = useClient()
  const job = useStore((state) => state.jobs.get(jobKey as JobId))
  const loaded = useStore((state) => state.loadedJobs.has(jobKey as JobId))
  const tasks = useStore((state) => state.tasks)
  const exists = job !== undefined
  useEffect(() => {
    if (exists && !loaded) void loadTasksOf(client, jobKey as JobId).catch(() => {})
  }, [client, jobKey, exists, loaded])
  return useMemo(
    () => ({
      count: job ? job.taskOrder.length : -1,
      at: (index) => tasks.get(job?.taskOrder[index] ?? ('' as never)),
      placeOf: (id) => job?.taskOrder.indexOf(id as never) ?? -1,
      show: () => {},
      ids: async (most) => job?.taskOrder.slice(0, most) ?? [],
    }),
    [job, tasks],
  )
}

const pagedKey = (jobKey: JobKey): 'all' | 'unassigned' | undefined =>
  jobKey === 'all' ? 'all' : jobKey === 'unassigned' ? 'unassigned' : undefined

function usePagedTasks(jobKey: JobKey): Rows<Task> {
  const client = useClient()
  const paged = pagedKey(jobKey)
  const list = useStore((state) => state.lists.get(taskListKey(paged ?? 'all')) ?? emptyList)
  const tasks = useStore((state) => state.tasks)
  useEffect(() => {
    if (paged) void loadTaskPage(client, paged, 0).catch(() => {})
  }, [client, paged, list.version])
  return useMemo(
    () => ({
      count: list.total,
      at: (index) => tasks.get(idAt(list, index) as never),
      placeOf: (id) => placeIn(list, id),
      show: (first, last) => {
        if (!paged || list.total < 0) return
        for (const place of missing(list.ids, first, Math.min(last, list.total - 1)))
          void loadTaskPage(client, paged, place).catch(() => {})
      },
      ids: async (most) => {
        for (const place of missing(list.ids, 0, Math.min(most, list.total) - 1)) await loadTaskPage(client, paged ?? 'all', place)
        return placed(taskListKey(paged ?? 'all'), (index) => index, most)
      },
    }),
    [client, paged, list, tasks],
  )
}

/** Newest first: the last place of the list is the first row. */
export function useRunRows(scope: RunScope): Rows<Run> {
  const client = useClient()
  const { jobKey, taskId, status, since } = scope
  const key = runListKey(scope)
  const list = useStore((state) => state.lists.get(key) ?? emptyList)
  const runs = useStore((state) => state.runs)
  useEffect(() => {
    void loadRunPage(client, { jobKey, taskId, status, since }, 0).catch(() => {})
  }, [client, jobKey, taskId, status, since, list.version])
  return useMemo(
    () => ({
      count: list.total,
      at: (index) => runs.get(idAt(list, list.total - 1 - index) as never),
      placeOf: (id) => {
        const place = placeIn(list, id)
        return place < 0 ? -1 : list.total - 1 - place
      },
      show: (first, last) => {
        if (list.total < 0) return
        const places = missing(list.ids, list.total - 1 - Math.min(last, list.total - 1), list.total - 1 - first)
        for (const place of places)
          void loadRunPage(client, { jobKey, taskId, status, since }, pageFromNewest(list.total, place)).catch(() => {})
      },
      ids: async (most) => {
        const places = missing(list.ids, Math.max(0, list.total - most), list.total - 1)
        for (const place of places) await loadRunPage(client, { jobKey, taskId, status, since }, pageFromNewest(list.total, place))
        return placed(key, (index, total) => total - 1 - index, most)
      },
    }),
    [client, jobKey, taskId, status, since, key, list, runs],
  )
}

/** Where the page begins, counted from the newest row, that holds this place. */
const pageFromNewest = (total: number, place: number): number => Math.max(0, Math.floor((total - 1 - place) / listPage) * listPage)

/** The ids of a list's first rows, as far as they are known. */
function placed(key: string, placeOf: (index: number, total: number) => number, most: number): readonly string[] {
  const { ids, total } = useStore.getState().lists.get(key) ?? emptyList
  return Array.from({ length: Math.max(0, Math.min(most, total)) }, (_, index) => ids.get(placeOf(index, total))).filter(
    (id) => id !== undefined,
  )
}

/** One place of each page that has a gap between these two. */
function missing(ids: ReadonlyMap<number, string>, first: number, last: number): number[] {
  const pages = new Map<number, number>()
  for (let place = Math.max(0, first); place <= last; place++) if (!ids.has(place)) pages.set(Math.floor(place / listPage), place)
  return [...pages.values()]
}

import type { JobId, TaskId } from '../../shared/model/ids.ts'
import type { RunStatus } from '../../shared/model/run.ts'
import type { Task } from '../../shared/model/task.ts'
import type { Instant } from '../../shared/model/time.ts'
import type { Found, Page } from './page.ts'

export type TaskRow = Omit<Task, 'breaker' | 'nextFireAt' | 'lastRun' | 'usualDurationMs'>

export interface TaskFilter {
  /** Only this user’s. */
  readonly owner?: string | undefined
  readonly jobId?: JobId | 'none' | undefined
  readonly enabled?: boolean | undefined
  readonly workType?: string | undefined
  readonly q?: string | undefined
}

export interface TaskStore {
  find(id: TaskId): Task | undefined
  /** As it was saved, without what its runs and its schedule say. */
  row(id: TaskId): TaskRow | undefined
  list(filter: TaskFilter, sort: 'created' | 'name' | 'updated', page: Page): Found<Task>
  /** In task order. */
  ofJob(jobId: JobId): readonly Task[]
  idsOfJob(jobId: JobId): readonly TaskId[]
  /** Each task’s newest run’s state, which the job’s own is derived from. */
  outcomesOfJob(jobId: JobId): readonly { readonly enabled: boolean; readonly lastRun: RunStatus | null }[]
  byIds(ids: readonly TaskId[]): readonly Task[]
  count(): { readonly all: number; readonly unassigned: number }
  /** Appended to the order of its job. */
  insert(task: TaskRow): void
  update(task: TaskRow): void
  setOrder(jobId: JobId, order: readonly TaskId[]): void
  remove(id: TaskId): void
}

/** How often tasks failed in a row. A task that did not fail last has no row. */
export interface BreakerStore {
  /** One failure more; answers how many there are now. */
  fail(taskId: TaskId): number
  /** False when it was open already. */
  open(taskId: TaskId, at: Instant): boolean
  isOpen(taskId: TaskId): boolean
  /** Forgets the failures. True when it was open. */
  close(taskId: TaskId): boolean
}

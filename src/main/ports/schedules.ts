import type { JobId, RunId, TaskId } from '../../shared/model/ids.ts'
import type { Tick, TickOutcome } from '../../shared/model/tick.ts'
import type { Instant } from '../../shared/model/time.ts'

export interface Due {
  readonly taskId: TaskId
  readonly nextAt: Instant
}

/** When each task fires next. A task that nothing starts by itself has no row. */
export interface ScheduleStore {
  find(taskId: TaskId): { readonly nextAt: Instant | null; readonly lastAt: Instant | null } | undefined
  /** Null where it is no matter of time. */
  set(taskId: TaskId, nextAt: Instant | null): void
  /** The same, and remembers when it was last due. */
  fired(taskId: TaskId, lastAt: Instant, nextAt: Instant | null): void
  clear(taskId: TaskId): void
  /** Of all tasks, the disabled ones too: their occurrences leave ticks. */
  nearest(): Instant | undefined
  /** Of the enabled tasks. */
  nearestEnabled(owner?: string): Instant | undefined
  due(now: Instant, limit: number): readonly Due[]
  count(): number
  /** Task ids, the nearest first, those without an instant last. */
  list(
    filter: ScheduleFilter,
    page: { readonly limit: number; readonly offset: number },
  ): { readonly items: readonly TaskId[]; readonly total: number }
  /** Tasks whose schedule is of this type, which must be one by which tasks start by themselves. */
  ofType(type: string): readonly TaskId[]
  /** Enabled tasks that start when files change; reads only rows that are no matter of time. */
  watching(): readonly TaskId[]
  /** Tasks that ought to have a row and have none, as in a database of an older version. */
  unplanned(): readonly TaskId[]
}

export interface ScheduleFilter {
  readonly owner?: string | undefined
  readonly jobId?: JobId | undefined
  readonly q?: string | undefined
  /** Only what a time will start as things stand. */
  readonly upcoming?: boolean
}

export interface TickFilter {
  readonly owner?: string | undefined
  readonly taskId?: TaskId | undefined
  readonly outcome?: TickOutcome | undefined
  readonly since?: Instant | undefined
}

/** Occurrences of a task with one outcome within a quarter of an hour. */
export interface TickGroup {
  readonly taskId: TaskId
  readonly at: Instant
  readonly outcome: TickOutcome
  readonly count: number
  readonly failed: number
  readonly runId: RunId | null
  readonly reason: string | null
}

export interface TickStore {
  append(tick: Tick): void
  /** Of these tasks, due then or later, the oldest first. */
  grouped(taskIds: readonly TaskId[], since: Instant): readonly TickGroup[]
  /** Newest first. */
  list(
    filter: TickFilter,
    page: { readonly limit: number; readonly offset: number },
  ): { readonly items: readonly Tick[]; readonly total: number }
}

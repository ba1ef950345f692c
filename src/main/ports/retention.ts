import type { RunId, TaskId } from '../../shared/model/ids.ts'
import type { Instant } from '../../shared/model/time.ts'

/** An ended run that nothing needs any more. */
export interface OldRun {
  readonly seq: number
  readonly id: RunId
  readonly logBytes: number
  readonly finishedAt: Instant
}

/** Where to go on reading: behind this run, in the order of the ends. */
export interface EndedAfter {
  readonly finishedAt: Instant
  readonly seq: number
}

/**
 * What may go. Never among it: pinned runs, the newest run of each task, runs of a sequence that still goes on, and,
 * of `today`, those that cost money: the day's limits are counted from them.
 */
export interface RetentionStore {
  /** In the order of their ends; all of them where `before` is null. */
  ended(of: {
    readonly before: Instant | null
    readonly after: EndedAfter
    readonly today: Instant
    readonly limit: number
  }): readonly OldRun[]
  /** Of so many tasks, by their ids: the run behind which all older ones are more than `keep`; null where there are fewer. */
  edges(of: {
    readonly keep: number
    readonly after: string
    readonly limit: number
  }): readonly { readonly taskId: TaskId; readonly edge: number | null }[]
  /** Of one task, from the oldest on up to this one. */
  upTo(of: {
    readonly taskId: TaskId
    readonly edge: number
    readonly after: number
    readonly today: Instant
    readonly limit: number
  }): readonly OldRun[]
  /** What the logs of ended runs that are not pinned take on disk. */
  logBytes(): number
  pinned(): number
  ticksBefore(at: Instant): number
  removeTicks(before: Instant, limit: number): number
}

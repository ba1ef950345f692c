import type { JobId, TaskId } from '../../shared/model/ids.ts'
import type { RunReason } from '../../shared/model/run-reason.ts'
import type { Instant } from '../../shared/model/time.ts'

/** What is counted of a run that has ended. */
export interface EndedRun {
  readonly seq: number
  readonly taskId: TaskId
  readonly taskName: string
  readonly jobId: JobId | null
  readonly owner: string
  readonly status: 'succeeded' | 'failed' | 'cancelled'
  readonly reason: RunReason | null
  readonly finishedAt: Instant
  /** From queued to started; null where it never started. */
  readonly waitMs: number | null
  readonly durationMs: number | null
  readonly costUsd: number | null
}

interface Span { readonly since: Instant; readonly until: Instant }

export interface StatisticsStore {
  /** Those that are not pinned, the newest end first, a portion at a time: each goes on before the last one of the portion before. */
  ended(asked: Span & { readonly before: Pick<EndedRun, 'finishedAt' | 'seq'> | undefined; readonly limit: number }): readonly EndedRun[]
  /** The pinned ones, which are few. */
  endedPinned(span: Span): readonly EndedRun[]
}

import type { JobId, TaskId } from './ids.ts'
import type { RunReason } from './run-reason.ts'
import type { Instant } from './time.ts'

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

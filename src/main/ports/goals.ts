import type { Pipeline, StageLabel } from '../../shared/model/goal.ts'
import type { JobId, RunId, TaskId } from '../../shared/model/ids.ts'
import type { JobStatus } from '../../shared/model/job.ts'
import type { RunStatus } from '../../shared/model/run.ts'
import type { Tier } from '../../shared/model/tier.ts'
import type { Instant } from '../../shared/model/time.ts'

/** What a goal job has beside its row: its place in the queue and what it may use. */
export interface GoalRow {
  readonly seq: number
  readonly rank: number
  readonly jobId: JobId
  readonly owner: string
  readonly boost: number
  /** The day (UTC) that it counts for. */
  readonly chargedOn: string
  /** When it is promoted, while it is scheduled. */
  readonly dueAt: Instant | null
  readonly batch: number
  readonly hardCap: number
  /** Passes that somebody has confirmed. */
  readonly confirmed: number
  readonly stages: Pipeline['stages']
  /** What the checks said last. */
  readonly feedback: string
  /** The run whose end was acted on last. */
  readonly steppedRun: RunId | null
  readonly awaitingSince: Instant | null
}

export type NewGoal = Omit<GoalRow, 'seq' | 'rank' | 'confirmed' | 'feedback' | 'steppedRun' | 'awaitingSince'> & {
  readonly charged: boolean
}

/** A goal job whose newest run says that something is to be done. */
export interface GoalToStep {
  readonly jobId: JobId
  readonly status: JobStatus
  readonly stage: StageLabel | null
  readonly runId: RunId
  readonly runStatus: RunStatus
  readonly taskId: TaskId
}

export interface GoalStore {
  insert(goal: NewGoal): void
  find(jobId: JobId): GoalRow | undefined
  update(goal: Pick<GoalRow, 'jobId' | 'chargedOn' | 'dueAt' | 'confirmed' | 'feedback' | 'steppedRun' | 'awaitingSince'>): void
  /** Goal jobs that wait in the queue. */
  waitingCount(): number
  goingOn(): number
  /** Submitted by this user and counted for this day. */
  jobsOn(owner: string, day: string): number
  /** Of those that may start: scheduled ones do not count until they are promoted. */
  admittedOn(owner: string, day: string): number
  promoted(jobId: JobId, day: string): void
  iterationsOn(owner: string, day: string): { readonly used: number; readonly cap: number }
  /** Jobs that were queued or went on, whose newest run has ended or has begun, and was not acted on. */
  toStep(): readonly GoalToStep[]
  dueBy(now: Instant): readonly JobId[]
  awaitingSince(before: Instant): readonly JobId[]
  /** The nearest promotion, and the oldest unanswered question. */
  nearest(): { readonly due: Instant | null; readonly awaiting: Instant | null }
  /** The 1-based place that it has, or would have, among the waiting runs of goal jobs. */
  position(jobId: JobId): number
  average(tier: Tier | null): number | undefined
  setAverage(tier: Tier | null, seconds: number): void
  activeSeconds(jobId: JobId): number
}

/** Counted slots, held by goal jobs while they go on. */
export interface LeaseStore {
  held(now: Instant): readonly { readonly kind: 'user' | 'project'; readonly key: string; readonly count: number }[]
  has(jobId: JobId, now: Instant): boolean
  take(jobId: JobId, kind: 'user' | 'project', key: string, expiresAt: Instant): void
  free(jobId: JobId): void
  /** Prolongs those of jobs that go on, and frees all others. */
  beat(expiresAt: Instant): void
}

/** One change of a job's state or stage, as it was. */
export interface JobFrame {
  readonly seq: number
  readonly status: JobStatus
  readonly stage: string | null
  readonly message: string
  readonly time: Instant
}

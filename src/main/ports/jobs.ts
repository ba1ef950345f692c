import type { StageLabel } from '../../shared/model/goal.ts'
import type { JobId } from '../../shared/model/ids.ts'
import type { Job, JobStatus } from '../../shared/model/job.ts'
import type { Instant } from '../../shared/model/time.ts'
import type { Found, Page } from './page.ts'

export type JobRow = Omit<Job, 'progress' | 'taskOrder' | 'place'>

export interface JobPlace {
  readonly id: JobId
  readonly place: number
}

export interface JobFilter {
  /** Only this user’s. */
  readonly owner?: string | undefined
  readonly status?: JobStatus | undefined
  readonly depth?: number | undefined
  readonly parentJobId?: JobId | 'none' | undefined
  readonly projectId?: string | undefined
  readonly label?: string | undefined
  readonly q?: string | undefined
}

/** What a change of a run needs to know of its job. */
export type JobBrief = Pick<Job, 'id' | 'status' | 'name' | 'onFailure' | 'workingDirectory' | 'profileId' | 'goal' | 'stage'>

export interface JobStore {
  find(id: JobId): Job | undefined
  /** Without what is counted over its tasks, which costs more. */
  brief(id: JobId): JobBrief | undefined
  list(filter: JobFilter, page: Page): Found<Job>
  byIds(ids: readonly JobId[]): readonly Job[]
  children(id: JobId): readonly Job[]
  /** The job and everything below it, deepest first. */
  withDescendants(id: JobId): readonly JobId[]
  insert(job: JobRow): void
  /** Everything but the status. */
  update(job: JobRow): void
  /** False when the job was no longer in the state `from`: nothing was changed. */
  moveTo(move: {
    readonly id: JobId
    readonly from: JobStatus
    readonly to: JobStatus
    readonly message: string
    readonly stage: StageLabel | null
    readonly at: Instant
  }): boolean
  setStage(id: JobId, stage: StageLabel, message: string, at: Instant): void
  setOutcome(id: JobId, outcome: Pick<Job, 'iterations' | 'iterationLimit' | 'result' | 'error'>): void
  setDepth(id: JobId, depth: number): void
  /** Of all jobs with this parent, in their order. */
  places(parentJobId: JobId | null): readonly JobPlace[]
  setPlace(id: JobId, place: number): void
  remove(id: JobId): void
}

import type { JobId } from '../../shared/model/ids.ts'
import type { Allocation } from '../../shared/model/resources.ts'
import type { Instant } from '../../shared/model/time.ts'
import type { Found, Page } from './page.ts'

/** What one job has of one depth: workers that were granted to it, and workers that its runs have now. */
export interface JobWorkers {
  readonly jobId: JobId
  readonly depth: number
  readonly granted: number
  readonly working: number
}

/** Workers granted to jobs. */
export interface AllocationStore {
  list(filter: { readonly owner?: string | undefined }, page: Page): Found<Allocation>
  /** What each job has: granted workers, and its runs that count against a quota, those in the broker's queues too. */
  byJob(counted: 'goal_jobs' | 'all_jobs'): readonly JobWorkers[]
  /** Adds to what the job holds at this depth. */
  add(of: { readonly jobId: JobId; readonly depth: number; readonly workers: number; readonly at: Instant }): void
  /** How many the job held: at this depth, or at all of them. */
  release(jobId: JobId, depth?: number): number
  /** Of jobs that have ended. */
  releaseEnded(): number
}

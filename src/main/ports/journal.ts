import type { EventType, JournalEvent } from '../../shared/model/event.ts'
import type { JobId, RunId, TaskId } from '../../shared/model/ids.ts'
import type { Instant } from '../../shared/model/time.ts'
import type { Transition } from '../../shared/model/transition.ts'
import type { JobFrame } from './goals.ts'
import type { Found, Page } from './page.ts'

export interface Journal {
  append(event: {
    readonly type: EventType
    readonly jobId?: JobId | null
    readonly taskId?: TaskId | null
    readonly runId?: RunId | null
    readonly frame?: Pick<JobFrame, 'status' | 'stage' | 'message'> | undefined
  }): void
  /** Every change of the job’s state or stage after this number, as it was. */
  frames(jobId: JobId, after: number, limit: number): readonly JobFrame[]
  /** Of one user: what is about their rows, or about the machine. */
  after(seq: number, limit: number, owner?: string): readonly JournalEvent[]
  last(): number
  /** The number of the newest event that was let go of; 0 while none was. */
  prunedTo(): number
  /** Lets go of the oldest events, up to `limit` of them: those before `before`, but for the newest `keep`. Answers how many. */
  prune(of: { readonly keep: number; readonly before: Instant; readonly limit: number }): number
}

export interface AuditTrail {
  append(transition: Transition): void
  /** Newest first. */
  of(entity: Transition['entity'], id: string, page: Page): Found<Transition>
  /** Of everything, newest first; or what one actor did. */
  by(actor: string | undefined, page: Page): Found<Transition>
}

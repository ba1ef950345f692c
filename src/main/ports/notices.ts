import type { JobStatus } from '../../shared/model/job.ts'
import type { TaskNotifications } from '../../shared/model/flow.ts'
import type { JobId, NoticeId, RunId, TaskId } from '../../shared/model/ids.ts'
import type { Notice, NoticeKind } from '../../shared/model/notice.ts'
import type { Instant } from '../../shared/model/time.ts'

export interface NoticeFilter {
  /** Only this user’s. */
  readonly owner?: string | undefined
  readonly unread?: boolean | undefined
  readonly kind?: NoticeKind | undefined
  readonly after?: number | undefined
}

/** `about` says what it is about, so that nothing is told twice. */
export type NewNotice = Omit<Notice, 'seq' | 'owner' | 'readAt'> & { readonly about: string }

/** An entry of the journal that may be worth telling. */
export interface Happening {
  readonly seq: number
  readonly type: 'run.status' | 'job.status' | 'task.updated' | 'tick.missed'
  readonly jobId: JobId | null
  readonly taskId: TaskId | null
  readonly runId: RunId | null
  /** Of a job: the state that it came to. */
  readonly status: JobStatus | null
}

/** What must be known of an ended run to say what it means. */
export interface RunStanding {
  readonly wants: TaskNotifications
  /** How the piece of work before this one ended. */
  readonly before: 'succeeded' | 'failed' | null
  /** Another attempt follows. */
  readonly goesOn: boolean
}

export interface NoticeStore {
  find(id: NoticeId): Notice | undefined
  /** Newest first. */
  list(
    filter: NoticeFilter,
    page: { readonly limit: number; readonly offset: number },
  ): { readonly items: readonly Notice[]; readonly total: number }
  unread(owner?: string): number
  /** False where it was told already. */
  add(notice: NewNotice): boolean
  /** How many were unread. */
  read(of: { readonly id: NoticeId } | { readonly owner: string | undefined; readonly until: number }, at: Instant): number
  /** Up to which entry of the journal everything was told. */
  told(): number
  setTold(seq: number): void
  happenings(after: number, limit: number): readonly Happening[]
  standing(runId: RunId): RunStanding | undefined
}

import type { RunId, WorkerId } from '../../shared/model/ids.ts'
import type { Instant } from '../../shared/model/time.ts'
import type { Worker, WorkerStatus } from '../../shared/model/worker.ts'
import type { Found, Page } from './page.ts'

export interface WorkerFilter {
  readonly owner?: string | undefined
  readonly workspaceId?: string | undefined
  readonly status?: WorkerStatus | undefined
}

export type NewWorker = Pick<Worker, 'id' | 'agentId' | 'runId' | 'status' | 'pid' | 'createdAt' | 'updatedAt'>

export interface Load {
  readonly cpuPercent: number
  readonly memoryMb: number
}

export interface WorkerStore {
  find(id: WorkerId): Worker | undefined
  list(filter: WorkerFilter, page: Page): Found<Worker>
  countByStatus(filter: Pick<WorkerFilter, 'owner'>): ReadonlyMap<WorkerStatus, number>
  /** Of those that live. */
  load(filter: Pick<WorkerFilter, 'owner'>): Load
  insert(worker: NewWorker): void
  /** What its tree uses now. False for one that has ended. */
  setLoad(runId: RunId, load: Load): boolean
  statusOf(id: WorkerId): WorkerStatus | undefined
  /** Answers what it was before. */
  moveTo(id: WorkerId, from: readonly WorkerStatus[], to: WorkerStatus, pid: number | null, at: Instant): WorkerStatus | undefined
}

import type { Failure } from '../../../shared/model/failure.ts'
import type { JobId } from '../../../shared/model/ids.ts'
import type { Job } from '../../../shared/model/job.ts'
import { ok, type Result } from '../../../shared/model/result.ts'
import { jobMayMove } from '../../domain/job.ts'
import type { Deps } from '../deps.ts'
import { notFound, wrongState } from '../failures.ts'
import { leaveQueue } from '../goals/goal-queue.ts'
import { moveJob } from './job-status.ts'
import type { Caller } from '../service.ts'
import { stopRuns } from '../runs/stop-runs.ts'

interface Asked {
  readonly jobId: JobId
  readonly reason?: string | undefined
  readonly cascade: boolean
}

/**
 * The job is cancelled at once and leaves the queue; its processes are ended as when it is stopped. Jobs inside it that
 * have ended already stay as they are.
 */
export function cancelJob(deps: Deps, { jobId, reason, cascade }: Asked, caller: Caller): Result<Job, Failure> {
  const { store } = deps
  const job = store.jobs.find(jobId)
  if (!job) return notFound('job', jobId)
  if (!jobMayMove(job.status, 'cancelled'))
    return wrongState(job.status, 'cancelled', `“${job.name}” has ended as ${job.status}: there is nothing to cancel`)
  const inside = cascade ? store.jobs.byIds(store.jobs.withDescendants(jobId)) : [job]
  for (const one of inside.filter(({ status }) => jobMayMove(status, 'cancelled'))) cancelOne(deps, one, reason, caller)
  const now = store.jobs.find(jobId)
  return now ? ok(now) : notFound('job', jobId)
}

function cancelOne(deps: Deps, { id, status }: Job, reason: string | undefined, caller: Caller): void {
  const { store } = deps
  moveJob(
    deps,
    {
      jobId: id,
      from: status,
      to: 'cancelled',
      message: reason ? `Cancelled: ${reason}` : 'Cancelled',
      reason: reason ?? 'cancelled_by_user',
    },
    caller,
  )
  leaveQueue(deps, id)
  stopRuns(deps, store.runs.activeOf({ jobIds: [id] }), 'cancelled_by_user', caller)
}

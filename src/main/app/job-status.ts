import type { JobId } from '../../shared/model/ids.ts'
import type { JobStatus } from '../../shared/model/job.ts'
import { derivedStatus, progressOf, statusMessage, stepsTo } from '../domain/job.ts'
import type { Actor, Deps } from './deps.ts'

type Parts = Pick<Deps, 'store' | 'clock'>

/** Brings a job to the status that its tasks' newest runs give it, each step audited. Within a transaction. */
export function deriveJob({ store, clock }: Parts, jobId: JobId, reason: string, by: Actor): void {
  const job = store.jobs.brief(jobId)
  if (!job) return
  const outcomes = store.tasks.outcomesOfJob(jobId)
  const target = derivedStatus(outcomes)
  const message = statusMessage(target, progressOf(outcomes))
  const steps = stepsTo(job.status, target)
  let from = job.status
  for (const to of steps) {
    moveJob({ store, clock }, { jobId, from, to, message, reason }, by)
    from = to
  }
  if (steps.length === 0) store.journal.append({ type: 'job.updated', jobId })
}

export interface JobMove {
  readonly jobId: JobId
  readonly from: JobStatus
  readonly to: JobStatus
  readonly message: string
  readonly reason: string
}

/** One change of state of a job, with its audit row and its event. Within a transaction. */
export function moveJob({ store, clock }: Parts, { jobId, from, to, message, reason }: JobMove, by: Actor): boolean {
  const time = clock.now()
  if (!store.jobs.moveTo(jobId, from, to, message, time)) return false
  store.audit.append({ entity: 'job', entityId: jobId, from, to, reason, actor: by.actor, requestId: by.requestId, time })
  store.journal.append({ type: 'job.status', jobId })
  return true
}

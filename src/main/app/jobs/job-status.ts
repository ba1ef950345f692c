import type { StageLabel } from '../../../shared/model/goal.ts'
import type { JobId } from '../../../shared/model/ids.ts'
import type { JobStatus } from '../../../shared/model/job.ts'
import { derivedStatus, jobMayMoveBy, progressOf, statusMessage, stepsTo, type JobAuthority } from '../../domain/job.ts'
import type { Actor } from '../actor.ts'
import type { Deps } from '../deps.ts'
import { isOver, releaseAllocations } from '../resources/resources.ts'

type Parts = Pick<Deps, 'store' | 'clock'>

/** Brings a job to the status that its tasks' newest runs give it, each step audited. Within a transaction. */
export function deriveJob({ store, clock }: Parts, jobId: JobId, reason: string, by: Actor): void {
  const job = store.jobs.brief(jobId)
  if (!job) return
  // What a goal job does next, its own steps decide.
  if (job.goal !== null) return store.journal.append({ type: 'job.updated', jobId })
  const outcomes = store.tasks.outcomesOfJob(jobId)
  const target = derivedStatus(outcomes)
  const message = statusMessage(target, progressOf(outcomes))
  const steps = stepsTo(job.status, target)
  let from = job.status
  for (const to of steps) {
    moveJob({ store, clock }, { jobId, from, to, message, reason, authority: 'derivation' }, by)
    from = to
  }
  if (steps.length === 0) store.journal.append({ type: 'job.updated', jobId })
}

/** The same after the end of a run; a job that was cancelled stays cancelled while what it had going on ends. */
export function settleJob(parts: Parts, jobId: JobId, reason: string, by: Actor): void {
  if (parts.store.jobs.brief(jobId)?.status === 'cancelled') parts.store.journal.append({ type: 'job.updated', jobId })
  else deriveJob(parts, jobId, reason, by)
}

export interface JobMove {
  readonly jobId: JobId
  readonly from: JobStatus
  readonly to: JobStatus
  readonly message: string
  readonly reason: string
  /** Of a goal job. */
  readonly stage?: StageLabel
  /** By the table, where nothing is said. */
  readonly authority?: JobAuthority
}

/** One change of state of a job, with its audit row and its event; false where it may not be, or comes too late. Within a transaction. */
export function moveJob(
  { store, clock }: Parts,
  { jobId, from, to, message, reason, stage, authority = 'table' }: JobMove,
  by: Actor,
): boolean {
  if (!jobMayMoveBy(authority, from, to)) return false
  const time = clock.now()
  if (!store.jobs.moveTo({ id: jobId, from, to, message, stage: stage ?? null, at: time })) return false
  store.audit.append({ entity: 'job', entityId: jobId, from, to, reason, actor: by.actor, requestId: by.requestId, time })
  if (from === 'in_progress') store.leases.free(jobId)
  if (isOver(to)) releaseAllocations({ store }, jobId)
  store.journal.append({ type: 'job.status', jobId, frame: { status: to, stage: stage ?? null, message } })
  return true
}

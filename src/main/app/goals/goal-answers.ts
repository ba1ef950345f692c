import type { Failure } from '../../../shared/model/failure.ts'
import type { EstimatedWait, Usage } from '../../../shared/model/goal.ts'
import type { JobId } from '../../../shared/model/ids.ts'
import type { Job } from '../../../shared/model/job.ts'
import { fail, ok, type Result } from '../../../shared/model/result.ts'
import { dayOf, estimatedWait, limitsOf, nextMidnight } from '../../domain/capacity.ts'
import { iterationLimit, usageOf } from '../../domain/goal.ts'
import type { Deps } from '../deps.ts'
import { notFound } from '../failures.ts'
import { queueStage } from './goal-queue.ts'
import { moveJob } from '../jobs/job-status.ts'
import type { Caller } from '../service.ts'

/** What an answer of a goal job adds to its row; of another job, nothing. */
export function goalAnswer(deps: Deps, job: Job): { position: number; estimatedWait: EstimatedWait | null; usage: Usage | null } {
  if (job.goal === null) return { position: 0, estimatedWait: null, usage: null }
  const position = positionOf(deps, job)
  return { position, estimatedWait: position === 0 ? null : waitAt(deps, job, position), usage: usageOfJob(deps, job) }
}

/** A queued job says where it stands now. */
export const withPosition = (deps: Deps, job: Job): Job =>
  job.goal !== null && job.status === 'queued' ? { ...job, statusMessage: `Queued at position ${positionOf(deps, job)}` } : job

const positionOf = ({ store }: Deps, { id, status }: Job): number => (status === 'queued' ? store.goals.position(id) : 0)

export function waitAt(
  { store, settings }: Pick<Deps, 'store' | 'settings'>,
  { tier }: Pick<Job, 'tier'>,
  position: number,
): EstimatedWait {
  const averageS = store.goals.average(tier) ?? limitsOf(tier, settings()).firstEstimateS
  return estimatedWait({ averageS, position, running: store.goals.goingOn() })
}

function usageOfJob({ store, clock, settings }: Deps, { id, owner, tier, iterations }: Job): Usage {
  const now = clock.now()
  return usageOf({
    jobs: store.goals.jobsOn(owner, dayOf(now)),
    jobsPerDay: limitsOf(tier, settings()).jobsPerDay,
    iterations,
    hardCap: store.goals.find(id)?.hardCap ?? 0,
    resetsAt: nextMidnight(now),
  })
}

/** Of a caller: today's jobs, and the iterations of all of them. */
export function usageOfCaller({ store, clock, settings }: Deps, { user }: Caller): Usage {
  const now = clock.now()
  const { used, cap } = store.goals.iterationsOn(user.id, dayOf(now))
  return usageOf({
    jobs: store.goals.jobsOn(user.id, dayOf(now)),
    jobsPerDay: limitsOf(user.tier, settings()).jobsPerDay,
    iterations: used,
    hardCap: cap,
    resetsAt: nextMidnight(now),
  })
}

interface Confirmed {
  jobId: JobId
  iterationsGranted: number
  usage: Usage
}

/** One more batch of iterations for a job that awaits it. Within a transaction. */
export function confirmJob(deps: Deps, jobId: JobId, caller: Caller): Result<Confirmed, Failure> {
  const { store } = deps
  const job = store.jobs.find(jobId)
  if (!job) return notFound('job', jobId)
  const goal = store.goals.find(jobId)
  if (!goal || job.status !== 'awaiting_confirmation') return fail({ kind: 'bad_request', message: whyNot(job, goal?.hardCap) })
  const confirmed = { ...goal, confirmed: job.iterations, awaitingSince: null }
  const limit = iterationLimit(confirmed)
  store.goals.update(confirmed)
  store.jobs.setOutcome(jobId, { iterations: job.iterations, iterationLimit: limit, result: null, error: null })
  moveJob(
    deps,
    { jobId, from: 'awaiting_confirmation', to: 'in_progress', message: `Confirmed: up to ${limit} iterations`, reason: 'confirmed' },
    caller,
  )
  queueStage(deps, confirmed, { stage: goal.stages[0]?.stage ?? 'checks', iteration: job.iterations + 1 }, caller)
  return ok({ jobId, iterationsGranted: limit - job.iterations, usage: usageOfJob(deps, job) })
}

function whyNot(job: Job, hardCap: number | undefined): string {
  if (hardCap === undefined) return `“${job.name}” has no goal: there is nothing to confirm`
  if (job.iterations >= hardCap) return `“${job.name}” has used all of its ${hardCap} iterations: no more can be granted`
  return `“${job.name}” is ${job.status}: it does not await a confirmation`
}

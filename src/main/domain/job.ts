import type { JobProgress, JobStatus } from '../../shared/model/job.ts'
import { activeRunStatuses, type RunStatus } from '../../shared/model/run.ts'

/** Every change of state that a job may make; what is not listed is refused. */
export const jobTransitions: Readonly<Record<JobStatus, readonly JobStatus[]>> = {
  submitted: ['pending', 'cancelled'],
  pending: ['queued', 'scheduled', 'in_progress', 'cancelled'],
  scheduled: ['queued', 'cancelled'],
  queued: ['in_progress', 'scheduled', 'cancelled'],
  in_progress: ['paused', 'awaiting_confirmation', 'completed', 'failed', 'cancelled'],
  paused: ['in_progress', 'cancelled'],
  awaiting_confirmation: ['in_progress', 'failed', 'cancelled'],
  completed: ['pending'],
  failed: ['pending'],
  cancelled: ['pending'],
}

export const jobMayMove = (from: JobStatus, to: JobStatus): boolean => jobTransitions[from].includes(to)

/**
 * What makes a change of a job's state right: the table; for a job without a goal, what the newest runs of its tasks give
 * it, which has one way more; or a person, who may set it by hand.
 */
export type JobAuthority = 'table' | 'derivation' | 'hand'

export const jobMayMoveBy = (authority: JobAuthority, from: JobStatus, to: JobStatus): boolean =>
  authority === 'hand' || jobMayMove(from, to) || (authority === 'derivation' && from === 'in_progress' && to === 'pending')

/** What the status of a job without a goal is derived from: its tasks, each with its newest run. */
export interface TaskOutcome {
  readonly enabled: boolean
  readonly lastRun: RunStatus | null
}

/**
 * The status that the newest runs of a job's tasks give it. A run that was stopped counts as failed. Where what ran has
 * succeeded but other enabled tasks have never run, the job is pending again: nothing goes on, and it is not complete.
 */
export function derivedStatus(tasks: readonly TaskOutcome[]): 'pending' | 'in_progress' | 'completed' | 'failed' {
  const outcomes = tasks.map((task) => task.lastRun)
  if (outcomes.some(isActive)) return 'in_progress'
  if (outcomes.every((outcome) => outcome === null)) return 'pending'
  if (outcomes.some((outcome) => outcome === 'failed' || outcome === 'cancelled')) return 'failed'
  const enabled = tasks.filter((task) => task.enabled)
  return enabled.every((task) => task.lastRun === 'succeeded') ? 'completed' : 'pending'
}

type Derived = ReturnType<typeof derivedStatus>

/**
 * The steps by which a job without a goal reaches its derived status, each one allowed by the table, so that the audit
 * trail never shows a change that a job may not make. One edge is the derivation's own: in_progress -> pending.
 */
export function stepsTo(from: JobStatus, to: Derived): readonly JobStatus[] {
  if (from === to) return []
  if (jobMayMoveBy('derivation', from, to)) return [to]
  if (from === 'pending') return ['in_progress', to]
  return ['pending', ...stepsTo('pending', to)]
}

export const isActive = (status: RunStatus | null): boolean =>
  status !== null && (activeRunStatuses as readonly RunStatus[]).includes(status)

export function progressOf(tasks: readonly TaskOutcome[]): JobProgress {
  const count = (...statuses: readonly (RunStatus | null)[]): number => tasks.filter((task) => statuses.includes(task.lastRun)).length
  return {
    total: tasks.length,
    succeeded: count('succeeded'),
    failed: count('failed', 'cancelled'),
    running: count('starting', 'running', 'paused'),
    waiting: count('queued'),
  }
}

/** One sentence about where a job stands. */
export function statusMessage(status: Derived, progress: JobProgress): string {
  const done = `${progress.succeeded} of ${progress.total} tasks have succeeded`
  switch (status) {
    case 'pending':
      return progress.succeeded > 0 ? `${done}; the others have not run yet` : 'Has not run yet'
    case 'in_progress':
      return `${progress.running} running, ${progress.waiting} waiting; ${done}`
    case 'completed':
      return 'All enabled tasks have succeeded'
    case 'failed':
      return `${progress.failed} of ${progress.total} tasks have failed or were stopped`
  }
}

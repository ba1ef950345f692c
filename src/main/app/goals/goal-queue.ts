import type { JobId } from '../../../shared/model/ids.ts'
import type { StageLabel } from '../../../shared/model/goal.ts'
import type { Job, JobStatus } from '../../../shared/model/job.ts'
import type { Stage } from '../../../shared/model/goal.ts'
import type { Instant } from '../../../shared/model/time.ts'
import { slotKey, type Slot } from '../../domain/admission.ts'
import { limitsOf } from '../../domain/capacity.ts'
import { filled, type Values } from '../../domain/goal.ts'
import type { GoalRow } from '../../ports/goals.ts'
import type { WaitingRun } from '../../ports/runs.ts'
import type { Actor } from '../actor.ts'
import type { Deps } from '../deps.ts'
import { moveJob } from '../jobs/job-status.ts'
import { queueRun } from '../queue/run-queue.ts'
import { configOf } from '../runs/start-runs.ts'

/*
 * The lane of goal jobs: how their stages enter the queue, and the slots that they hold while they go on.
 */

type Parts = Pick<Deps, 'store' | 'clock' | 'settings'>

/** Queues the run of a stage, with the values of now in the place of their names. Within a transaction. */
export function queueStage(
  deps: Deps,
  goal: GoalRow,
  { stage, iteration }: { readonly stage: Stage; readonly iteration: number },
  by: Actor,
): void {
  const { store } = deps
  const job = store.jobs.brief(goal.jobId)
  const place = goal.stages.findIndex((one) => one.stage === stage)
  const taskId = store.tasks.idsOfJob(goal.jobId)[place]
  const task = taskId && store.tasks.find(taskId)
  if (!job?.goal || !task) throw new Error(`The goal job ${goal.jobId} has no task for its stage ${stage}`)
  const values: Values = { goal: job.goal, iteration, feedback: goal.feedback }
  const config = {
    ...configOf(deps, task),
    parameters: filled(task.parameters, values),
    feedback: goal.feedback,
    goal: { text: job.goal, stage, iteration },
  }
  queueRun(
    deps,
    {
      task,
      config,
      trigger: 'sequence',
      attempt: 1,
      sequenceId: null,
      goalRank: goal.rank,
      reason: `stage ${stage}, iteration ${iteration}`,
    },
    by,
  )
}

/** Puts a goal job into the queue, at the place that its seq and boost give it. Within a transaction. */
export function enterQueue(
  deps: Deps,
  goal: GoalRow,
  { from, reason }: { readonly from: JobStatus; readonly reason: string },
  by: Actor,
): void {
  const position = deps.store.goals.position(goal.jobId)
  moveJob(deps, { jobId: goal.jobId, from, to: 'queued', message: `Queued at position ${position}`, reason, stage: 'queued' }, by)
  queueStage(deps, goal, { stage: goal.stages[0]?.stage ?? 'checks', iteration: 1 }, by)
}

/** What a cancelled goal job still waits for is over. */
export function leaveQueue({ store }: Pick<Deps, 'store'>, jobId: JobId): void {
  const goal = store.goals.find(jobId)
  if (goal) store.goals.update({ ...goal, dueAt: null, awaitingSince: null })
}

/** The slots that this run’s job needs before it can go on; none where it has them. */
export function slotsOf({ store, clock, settings }: Parts, { jobId, goalRank }: Pick<WaitingRun, 'jobId' | 'goalRank'>): readonly Slot[] {
  if (goalRank === null || jobId === null || store.leases.has(jobId, clock.now())) return []
  const job = store.jobs.find(jobId)
  return job ? slotsOfJob({ settings }, job) : []
}

function slotsOfJob(
  { settings }: Pick<Deps, 'settings'>,
  { owner, projectId, tier }: Pick<Job, 'owner' | 'projectId' | 'tier'>,
): readonly Slot[] {
  const limits = limitsOf(tier, settings())
  const user = { kind: 'user', key: owner, limit: limits.perUser } as const
  return projectId === null ? [user] : [user, { kind: 'project', key: projectId, limit: limits.perProject }]
}

export const slotsTaken = ({ store, clock }: Pick<Deps, 'store' | 'clock'>): ReadonlyMap<string, number> =>
  new Map(store.leases.held(clock.now()).map((held) => [slotKey(held), held.count]))

const leaseMs = 3_600_000

export const leaseEnd = (now: Instant): Instant => new Date(Date.parse(now) + leaseMs).toISOString()

/** A run of a goal job was given to an agent: the job goes on, and holds its slots. Within the transaction of the claim. */
export function startGoal(deps: Parts, jobId: JobId, by: Actor): void {
  const { store, clock } = deps
  const job = store.jobs.find(jobId)
  if (!job) return
  const until = leaseEnd(clock.now())
  for (const slot of slotsOfJob(deps, job)) store.leases.take(jobId, slot.kind, slot.key, until)
  if (job.status === 'queued')
    moveJob(deps, { jobId, from: 'queued', to: 'in_progress', message: 'Starting', reason: 'admitted', stage: 'starting' }, by)
}

/** A change of the stage alone: a frame for who follows the job, and no row of the audit trail. Within a transaction. */
export function setStage(
  { store, clock }: Pick<Deps, 'store' | 'clock'>,
  {
    jobId,
    status,
    stage,
    message,
  }: { readonly jobId: JobId; readonly status: JobStatus; readonly stage: StageLabel; readonly message: string },
): void {
  store.jobs.setStage(jobId, stage, message, clock.now())
  store.journal.append({ type: 'job.status', jobId, frame: { status, stage, message } })
}

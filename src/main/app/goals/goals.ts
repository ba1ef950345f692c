import type { CreatedJob } from '../../../shared/contract/jobs.ts'
import type { Failure } from '../../../shared/model/failure.ts'
import type { PipelineStage } from '../../../shared/model/goal.ts'
import type { JobId } from '../../../shared/model/ids.ts'
import type { Job } from '../../../shared/model/job.ts'
import { fail, ok, type Result } from '../../../shared/model/result.ts'
import type { Run } from '../../../shared/model/run.ts'
import type { Tier } from '../../../shared/model/tier.ts'
import { dayOf, limitsOf, promotionAt, type TierLimits } from '../../domain/capacity.ts'
import { absoluteFolder } from '../../domain/folder.ts'
import { inStageOrder, pipelineFor } from '../../domain/goal.ts'
import type { JobRow } from '../../ports/jobs.ts'
import type { Actor } from '../actor.ts'
import type { Deps } from '../deps.ts'
import { conflict, notFound } from '../failures.ts'
import { goalAnswer } from './goal-answers.ts'
import { enterQueue } from './goal-queue.ts'
import { moveJob } from '../jobs/job-status.ts'
import { newJob } from '../jobs/new-jobs.ts'
import { plainTask } from '../tasks/plain-task.ts'
import type { Caller } from '../service.ts'
import { explain } from '../queue/waiting.ts'

type Submitted = Pick<
  JobRow,
  'name' | 'description' | 'parentJobId' | 'workerCount' | 'onFailure' | 'workingDirectory' | 'profileId' | 'labels' | 'projectId'
> & { readonly goal: string }

/** A goal job, with its stages as tasks: in the queue at once, or scheduled where the day is full. Within a transaction. */
export function submitGoal(deps: Deps, submitted: Submitted, caller: Caller): Result<CreatedJob, Failure> {
  const { store, clock, settings } = deps
  const { tier } = caller.user
  const limits = limitsOf(tier, settings())
  const now = clock.now()
  const dayIsFull = limits.jobsPerDay !== null && store.goals.admittedOn(caller.user.id, dayOf(now)) >= limits.jobsPerDay
  const full = dayIsFull ? undefined : queueFull(deps, limits, tier)
  if (full) return full
  const made = makeGoal(deps, submitted, { limits, dueAt: dayIsFull ? 'tomorrow' : null, charged: !dayIsFull }, caller)
  if (!made.ok) return made
  const job = made.value
  if (dayIsFull)
    moveJob(
      deps,
      {
        jobId: job.id,
        from: 'pending',
        to: 'scheduled',
        message: 'Daily limit reached. Scheduled for tomorrow.',
        reason: 'daily limit',
        stage: 'scheduled',
      },
      caller,
    )
  else enter(deps, job, caller)
  return answered(deps, job)
}

interface Making {
  readonly limits: TierLimits
  readonly dueAt: 'tomorrow' | null
  readonly charged: boolean
  readonly id?: JobId | undefined
}

/** The job, its stages as tasks, and its place in the lane of goal jobs, which it has not entered yet. */
function makeGoal(deps: Deps, submitted: Submitted, { limits, dueAt, charged, id }: Making, caller: Caller): Result<Job, Failure> {
  const { store, clock, settings } = deps
  const made = newJob(deps, { ...submitted, tier: caller.user.tier, iterationLimit: limits.batch }, caller, id)
  if (!made.ok) return made
  const job = made.value
  const stages = inStageOrder(pipelineFor(submitted.projectId, settings()['pipeline.templates']).stages)
  addStages(deps, job, stages)
  const now = clock.now()
  store.goals.insert({
    jobId: job.id,
    owner: job.owner,
    boost: limits.boost,
    chargedOn: dayOf(now),
    charged,
    batch: limits.batch,
    hardCap: limits.hardCap,
    stages,
    dueAt: dueAt && promotionAt(now, job.id),
  })
  return made
}

/** One that was written down elsewhere: it waits until somebody runs it, and costs nothing of the day. Within a transaction. */
export function importGoal(deps: Deps, submitted: Submitted, caller: Caller, id: JobId | undefined): Result<Job, Failure> {
  const made = makeGoal(deps, submitted, { limits: limitsOf(caller.user.tier, deps.settings()), dueAt: null, charged: false, id }, caller)
  if (made.ok)
    moveJob(
      deps,
      { jobId: made.value.id, from: 'pending', to: 'cancelled', message: 'Imported: run it to put it into the queue', reason: 'imported' },
      caller,
    )
  return made
}

function enter(deps: Deps, job: Job, by: Actor): void {
  const goal = deps.store.goals.find(job.id)
  if (goal) enterQueue(deps, goal, { from: 'pending', reason: 'submitted' }, by)
}

function answered(deps: Deps, { id }: Job): Result<CreatedJob, Failure> {
  const job = deps.store.jobs.find(id)
  return job ? ok({ ...job, jobId: id, ...goalAnswer(deps, job), message: job.statusMessage }) : notFound('job', id)
}

/** Checks that fail are the ordinary way: the job itself says what people need to know. */
const quiet = { onStart: false, onEnd: false, onFailure: false } as const

/** The job’s own folder where none is named, and a task for each stage. */
function addStages(deps: Deps, job: Job, stages: readonly PipelineStage[]): void {
  const path = job.workingDirectory ? absoluteFolder(job.workingDirectory.path, deps.machine.userHome) : deps.workFolders.make(job.id)
  deps.store.jobs.update({ ...job, workingDirectory: { ...job.workingDirectory, path } })
  for (const { stage, work_type: workType, parameters, timeout_ms: timeoutMs } of stages)
    plainTask(deps, job, { name: stage, work: { workType, parameters }, timeoutMs: timeoutMs ?? null, notifications: quiet })
}

const secondsPerMinute = 60

function queueFull(
  { store, settings }: Deps,
  limits: TierLimits,
  tier: Tier | null,
): Extract<Result<never, Failure>, { ok: false }> | undefined {
  const cap = settings()['queue.cap']
  if (store.goals.waitingCount() < cap) return undefined
  const averageS = store.goals.average(tier) ?? limits.firstEstimateS
  const retryAfterMinutes = Math.max(1, Math.ceil(averageS / Math.max(1, store.goals.goingOn()) / secondsPerMinute))
  return fail({
    kind: 'queue_full',
    message: `The queue is full: ${cap} jobs wait already. Nothing was charged. Try again in ${retryAfterMinutes} minutes.`,
    retryAfterMinutes,
  })
}

/** An ended goal job begins anew, at its old place in the queue. Within a transaction. */
export function restartGoal(deps: Deps, job: Job, caller: Caller): Result<Job & { runs: Run[] }, Failure> {
  const { store, settings } = deps
  const goal = store.goals.find(job.id)
  if (!goal || !['completed', 'failed', 'cancelled'].includes(job.status))
    return conflict(`“${job.name}” is ${job.status}: a goal job can be run again when it has ended`)
  if (store.runs.activeOf({ jobIds: [job.id] }).length > 0) return conflict(`“${job.name}” still has active runs. Wait for their end.`)
  const full = queueFull(deps, limitsOf(job.tier, settings()), job.tier)
  if (full) return full
  const anew = { ...goal, confirmed: 0, feedback: '', awaitingSince: null }
  store.goals.update(anew)
  store.jobs.setOutcome(job.id, { iterations: 0, iterationLimit: goal.batch, result: null, error: null })
  moveJob(deps, { jobId: job.id, from: job.status, to: 'pending', message: 'Run again', reason: 'run again' }, caller)
  enterQueue(deps, anew, { from: 'pending', reason: 'run again' }, caller)
  const now = store.jobs.find(job.id)
  return now ? ok({ ...now, runs: explain(deps, store.runs.byIds(store.runs.activeOf({ jobIds: [job.id] }))) }) : notFound('job', job.id)
}

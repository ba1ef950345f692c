import type { Stage } from '../../../shared/model/goal.ts'
import type { JobId } from '../../../shared/model/ids.ts'
import { hasEnded, type Run } from '../../../shared/model/run.ts'
import type { Instant } from '../../../shared/model/time.ts'
import type { Job } from '../../../shared/model/job.ts'
import { averaged, dayOf, limitsOf, promotionAt } from '../../domain/capacity.ts'
import { askedBefore, confirmBy, nextStep, type Step } from '../../domain/goal.ts'
import type { GoalRow, GoalToStep } from '../../ports/goals.ts'
import { engineActor, type Actor } from '../actor.ts'
import type { Deps } from '../deps.ts'
import { enterQueue, queueStage, setStage } from './goal-queue.ts'
import { moveJob } from '../jobs/job-status.ts'

/*
 * What goal jobs do next, read from what is stored: the end of a run that nothing has been done about yet is acted on in
 * one transaction, which also writes down that it was. So it does not matter when the engine dies.
 */

/** Acts on every stage that has begun or ended. */
export async function stepGoals(deps: Deps): Promise<void> {
  for (const one of deps.store.goals.toStep()) await stepGoal(deps, one)
}

async function stepGoal(deps: Deps, { runId, jobId }: GoalToStep): Promise<void> {
  const run = deps.store.runs.find(runId)
  const stage = run?.config.goal?.stage
  if (!run || !stage) return
  const feedback = stage === 'checks' && run.status === 'failed' ? await tailOf(deps, run) : ''
  deps.store.transaction(() => {
    const goal = deps.store.goals.find(jobId)
    const job = deps.store.jobs.find(jobId)
    if (!goal || !job || goal.steppedRun === runId || (job.status !== 'queued' && job.status !== 'in_progress')) return
    const by = engineActor(deps.clock)
    if (job.status === 'in_progress' && job.stage !== stage && run.startedAt !== null) showStage(deps, job, run, stage)
    if (hasEnded(run.status)) act({ deps, job, goal: { ...goal, feedback: feedback || goal.feedback, steppedRun: run.id }, by }, run, stage)
  })
}

const showStage = (deps: Deps, job: Job, { iteration }: Run, stage: Stage): void =>
  setStage(deps, { jobId: job.id, status: job.status, stage, message: `Iteration ${iteration}: ${stage}` })

interface Acting {
  readonly deps: Deps
  readonly job: Job
  readonly goal: GoalRow
  readonly by: Actor
}

function act(acting: Acting, run: Run, stage: Stage): void {
  const { deps, job, goal, by } = acting
  if (!hasEnded(run.status)) return
  deps.store.goals.update(goal)
  // Ended before it started: it was taken out of the queue.
  if (job.status === 'queued')
    return void moveJob(
      deps,
      { jobId: job.id, from: 'queued', to: 'cancelled', message: 'Taken out of the queue', reason: run.reason ?? 'cancelled_by_user' },
      by,
    )
  take(
    acting,
    run,
    nextStep({
      stages: goal.stages.map((one) => one.stage),
      stage,
      ended: run.status,
      iterations: job.iterations,
      batch: goal.batch,
      confirmed: goal.confirmed,
      hardCap: goal.hardCap,
    }),
  )
}

function take({ deps, job, goal, by }: Acting, run: Run, step: Step): void {
  const { store, clock } = deps
  const outcome = { iterations: step.iterations, iterationLimit: job.iterationLimit, result: null, error: null }
  store.jobs.setOutcome(job.id, outcome)
  switch (step.kind) {
    case 'run':
      return queueStage(deps, goal, { stage: step.stage, iteration: step.iterations + 1 }, by)
    case 'await': {
      store.goals.update({ ...goal, awaitingSince: clock.now() })
      return void moveJob(
        deps,
        {
          jobId: job.id,
          from: job.status,
          to: 'awaiting_confirmation',
          message: `The checks fail after ${step.iterations} iterations. Confirm to let it go on, or cancel it.`,
          reason: 'batch of iterations used',
        },
        by,
      )
    }
    case 'complete': {
      const result = `The checks passed in iteration ${step.iterations}`
      store.jobs.setOutcome(job.id, { ...outcome, result })
      learn(deps, job)
      return void moveJob(
        deps,
        { jobId: job.id, from: job.status, to: 'completed', message: result, reason: 'checks passed', stage: 'ready' },
        by,
      )
    }
    case 'fail': {
      store.jobs.setOutcome(job.id, { ...outcome, error: run.errorMessage ? `${step.why}: ${run.errorMessage}` : step.why })
      return void moveJob(
        deps,
        { jobId: job.id, from: job.status, to: 'failed', message: step.why, reason: run.reason ?? 'failed', stage: 'failed' },
        by,
      )
    }
  }
}

/** What the next ones of this tier are thought to take. */
function learn({ store, settings }: Deps, { id, tier }: Job): void {
  const before = store.goals.average(tier) ?? limitsOf(tier, settings()).firstEstimateS
  store.goals.setAverage(tier, averaged(before, store.goals.activeSeconds(id)))
}

const feedbackLines = 200
const longestFeedback = 16_000

/** The end of what a run printed. */
async function tailOf({ logs }: Deps, { id }: Pick<Run, 'id'>): Promise<string> {
  const { lines: count } = await logs.size(id)
  const { lines } = await logs.page(id, { fromLine: Math.max(1, count - feedbackLines + 1), limit: feedbackLines })
  return lines
    .filter(({ stream }) => stream !== 'system')
    .map(({ text }) => text)
    .join('\n')
    .slice(-longestFeedback)
}

/** How long a promotion waits that finds the queue full. */
const tryAgainMs = 60_000

/** Scheduled jobs whose time has come enter the queue, or are put off once more where their new day is full too. */
export function promoteDue(deps: Deps): void {
  const { store, clock } = deps
  for (const jobId of store.goals.dueBy(clock.now())) store.transaction(() => promote(deps, jobId))
}

function promote(deps: Deps, jobId: JobId): void {
  const { store, clock, settings } = deps
  const goal = store.goals.find(jobId)
  const job = store.jobs.find(jobId)
  if (!goal || !job) return
  if (job.status !== 'scheduled') return store.goals.update({ ...goal, dueAt: null })
  const now = clock.now()
  const limit = limitsOf(job.tier, settings()).jobsPerDay
  if (limit !== null && store.goals.admittedOn(goal.owner, dayOf(now)) >= limit)
    return store.goals.update({ ...goal, dueAt: promotionAt(now, jobId) })
  if (store.goals.waitingCount() >= settings()['queue.cap']) return store.goals.update({ ...goal, dueAt: later(now, tryAgainMs) })
  store.goals.promoted(jobId, dayOf(now))
  enterQueue(deps, goal, { from: 'scheduled', reason: 'promoted' }, engineActor(clock))
}

const later = (now: Instant, ms: number): Instant => new Date(Date.parse(now) + ms).toISOString()

/** Nobody answered in time. */
export function failUnconfirmed(deps: Deps): void {
  const { store, clock } = deps
  for (const jobId of store.goals.awaitingSince(askedBefore(clock.now()))) store.transaction(() => giveUp(deps, jobId))
}

function giveUp(deps: Deps, jobId: JobId): void {
  const { store, clock } = deps
  const goal = store.goals.find(jobId)
  const job = store.jobs.find(jobId)
  if (!goal || !job) return
  store.goals.update({ ...goal, awaitingSince: null })
  if (job.status !== 'awaiting_confirmation') return
  const why = 'Nobody confirmed it within 24 hours'
  store.jobs.setOutcome(jobId, { iterations: job.iterations, iterationLimit: job.iterationLimit, result: null, error: why })
  moveJob(
    deps,
    { jobId, from: 'awaiting_confirmation', to: 'failed', message: why, reason: 'not confirmed', stage: 'failed' },
    engineActor(clock),
  )
}

/** When time alone brings something about next. */
export function nextInstant({ store }: Pick<Deps, 'store'>): Instant | null {
  const { due, awaiting } = store.goals.nearest()
  return [due, awaiting && confirmBy(awaiting)].filter((at) => at !== null).sort()[0] ?? null
}

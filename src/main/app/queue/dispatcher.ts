import type { ProfileOrder, ToAgent } from '../../../shared/model/agent.ts'
import { localAgent, type JobId, type ProfileId, type RunId } from '../../../shared/model/ids.ts'
import type { RunConfig } from '../../../shared/model/run.ts'
import type { Instant } from '../../../shared/model/time.ts'
import { admit, inTurns, otherLane, type Candidate, type Turn } from '../../domain/admission.ts'
import type { ActiveRun } from '../../ports/runs.ts'
import { codingAgentFor } from '../runs/coding-agent.ts'
import { engineActor, type Actor } from '../actor.ts'
import type { Deps } from '../deps.ts'
import { variablesOf } from '../../domain/goal.ts'
import { startGoal } from '../goals/goal-queue.ts'
import { keepsDiff } from '../runs/diff.ts'
import { profileOrder } from '../profiles/profile-order.ts'
import { worktreeFor } from '../runs/worktree.ts'
import { claimElsewhere, handOver, isForThisMachine } from './elsewhere.ts'
import { createHeld, type Held } from './held.ts'
import { isBusOn, occupation } from './occupation.ts'
import { createNeeds } from './needs.ts'
import { claimRun } from '../runs/run-states.ts'

export interface Dispatcher {
  /** Gives waiting runs to agents, as many as there is room for. Answers when time alone will let the next one start. */
  dispatch(): Instant | null
}

export interface DispatcherParts {
  /** To this machine's own agent. */
  readonly send: (message: ToAgent) => boolean
  /** To the agent on another machine that the run was given to. */
  readonly grant: (runId: RunId) => void
}

/**
 * The start is recorded before the agent is told of it: an order that got lost is given again after the next welcome,
 * and an agent that already has the run does not start it twice. This machine's own agent comes first.
 */
export function createDispatcher(deps: Deps, { send, grant }: DispatcherParts): Dispatcher {
  const { store } = deps
  const turn: Turn = { lane: 'goals' }
  return {
    dispatch() {
      if (!store.runs.isAnyWaiting()) return null
      const held = createHeld(deps)
      if (isBusOn(deps)) handOver(deps, held)
      if (deps.agentOnline() && !isFull(deps)) {
        for (const run of claimHere(deps, held, turn)) send(startOrder(deps, run))
      }
      if (isBusOn(deps)) for (const id of claimElsewhere(deps, held)) grant(id)
      return held.until()
    },
  }
}

function claimHere(deps: Deps, held: Held, turn: Turn): readonly ActiveRun[] {
  const { store } = deps
  return store.transaction(() => {
    const by = engineActor(deps.clock)
    const stages = new Map<RunId, JobId>()
    const lanes = inTurns(noted(ready(deps, 'goals', held), stages), ready(deps, 'runs', held), turn)
    const admitted = admit(lanes, occupation(deps), () => {
      turn.lane = otherLane(turn.lane)
    })
    held.endImpossible(by)
    const claimed = admitted.filter((id) => claimRun(deps, id, localAgent, by) && entered(deps, stages.get(id), by))
    return claimed.flatMap((id) => store.runs.findActive(id) ?? [])
  })
}

/** Without a free place nothing needs to be looked at, and no transaction opened. */
const isFull = ({ store, settings }: Pick<Deps, 'store' | 'settings'>): boolean =>
  store.runs.activeCountAt(localAgent) >= settings()['runs.max_parallel']

/** The job of a stage goes on with it. Always true: the run was claimed. */
function entered(deps: Deps, goalJob: JobId | undefined, by: Actor): true {
  if (goalJob) startGoal(deps, goalJob, by)
  return true
}

/** The same, with each one's job written down. */
function* noted(runs: Iterable<Candidate>, jobs: Map<RunId, JobId>): Generator<Candidate> {
  for (const run of runs) {
    if (run.jobId) jobs.set(run.id, run.jobId)
    yield run
  }
}

/** The waiting runs that nothing but room can keep, in their order, as far as they are asked for. */
function* ready(deps: Deps, lane: Turn['lane'], held: Held): Generator<Candidate> {
  const withNeeds = createNeeds(deps)
  for (const run of deps.store.runs.waiting(lane)) {
    if (held.isFree(run) && isForThisMachine(deps, run)) yield withNeeds(run)
  }
}

/** What a failed check of the attempt before said, for a command to read. */
const feedbackVariable = 'YARDMASTER_FEEDBACK'

function environmentOf({ goal, feedback }: RunConfig): Readonly<Record<string, string>> {
  if (goal) return variablesOf({ goal: goal.text, iteration: goal.iteration, feedback: feedback ?? '' })
  return feedback === null ? {} : { [feedbackVariable]: feedback }
}

function profileOf(store: Deps['store'], profileId: ProfileId | null): ProfileOrder | null {
  const profile = profileId === null ? undefined : store.profiles.find(profileId)
  return profile ? profileOrder(profile) : null
}

export const startOrder = ({ settings, store, machine }: Pick<Deps, 'settings' | 'store' | 'machine'>, run: ActiveRun): ToAgent => ({
  type: 'start',
  order: {
    runId: run.id,
    taskId: run.taskId,
    attempt: run.attempt,
    workType: run.config.workType,
    parameters: run.config.parameters,
    workingDirectory: run.config.workingDirectory,
    environment: environmentOf(run.config),
    profile: profileOf(store, run.config.profileId),
    timeoutMs: run.config.timeoutMs,
    idleTimeoutMs: run.config.idleTimeoutMs,
    killGraceMs: settings()['runs.kill_grace_ms'],
    successChecks: run.config.successChecks,
    keepDiff: keepsDiff({ settings }, run),
    worktree: worktreeFor(machine, { ...run, directory: run.config.directory }),
    commitMessage: run.config.commitOnSuccess ? `task: ${run.taskName}` : null,
    codingAgent: codingAgentFor({ settings, store }, run),
  },
})

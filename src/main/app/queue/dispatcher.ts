import type { ProfileOrder, ToAgent } from '../../../shared/model/agent.ts'
import type { AgentId, JobId, ProfileId, RunId } from '../../../shared/model/ids.ts'
import type { RunConfig } from '../../../shared/model/run.ts'
import type { Instant } from '../../../shared/model/time.ts'
import { admit, inTurns, otherLane, type Candidate, type Occupied, type Turn } from '../../domain/admission.ts'
import type { ActiveRun, WaitingRun } from '../../ports/runs.ts'
import { codingAgentFor } from '../runs/coding-agent.ts'
import { depthRoom } from '../resources/depth-room.ts'
import { engineActor, localAgent, type Actor, type Deps } from '../deps.ts'
import { variablesOf } from '../../domain/goal.ts'
import { slotsTaken, startGoal } from '../goals/goal-queue.ts'
import { keepsDiff } from '../runs/diff.ts'
import { profileOrder } from '../profiles/profile-order.ts'
import { worktreeFor } from '../runs/worktree.ts'
import { createHolds, type Hold } from './holds.ts'
import { createNeeds } from './needs.ts'
import { cancelQueuedRun, claimRun } from '../runs/run-states.ts'

export interface Dispatcher {
  /** Gives waiting runs to the agent, as many as there is room for. Answers when time alone will let the next one start. */
  dispatch(): Instant | null
}

/**
 * The start is recorded before the agent is told of it: an order that got lost is given again after the next welcome,
 * and an agent that already has the run does not start it twice.
 */
export function createDispatcher(deps: Deps, agentId: AgentId, send: (message: ToAgent) => boolean): Dispatcher {
  const { store } = deps
  const turn: Turn = { lane: 'goals' }
  return {
    dispatch() {
      if (isBusOn(deps)) handOver(deps)
      if (!deps.agentOnline() || !store.runs.isAnyWaiting() || isFull(deps)) return null
      let next: Instant | null = null
      const claimed = store.transaction(() => {
        const by = engineActor(deps.clock)
        const impossible: RunId[] = []
        const held = (run: WaitingRun, hold: Hold): void => {
          if (hold.never) impossible.push(run.id)
          if (hold.until !== null && (next === null || hold.until < next)) next = hold.until
        }
        const stages = new Map<RunId, JobId>()
        const lanes = inTurns(noted(ready(deps, 'goals', held), stages), ready(deps, 'runs', held), turn)
        const admitted = admit(lanes, occupation(deps), () => { turn.lane = otherLane(turn.lane) })
        if (impossible.length > 0) for (const run of store.runs.byIds(impossible)) cancelQueuedRun(deps, run, { reason: 'dependency_failed', message: 'Not started: what its task depends on did not end as it needs it' }, by)
        return admitted.filter((id) => claimRun(deps, id, agentId, by) && entered(deps, stages.get(id), by))
      })
      for (const id of claimed) {
        const run = store.runs.findActive(id)
        if (run) send(startOrder(deps, run))
      }
      return next
    },
  }
}

/** Without a free place nothing needs to be looked at, and no transaction opened. */
const isFull = ({ store, settings }: Pick<Deps, 'store' | 'settings'>): boolean => store.runs.activeCountAt(localAgent) >= settings()['runs.max_parallel']

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

/** The places that are taken. */
export const occupation = ({ store, settings, clock }: Pick<Deps, 'store' | 'settings' | 'clock'>): Occupied => ({
  slots: slotsTaken({ store, clock }), depths: once(() => depthRoom({ store, settings })),
  active: store.runs.activeCountAt(localAgent), maxParallel: settings()['runs.max_parallel'], byJob: added(store.runs.activeByJob(), isBusOn({ settings }) ? store.runs.handedByJob() : new Map()),
  folders: settings()['runs.share_folder'] ? null : store.runs.activeFolders(),
})

function once<Value>(look: () => Value): () => Value {
  const kept: { value?: Value } = {}
  return () => kept.value ??= look()
}

const added = (one: ReadonlyMap<JobId, number>, other: ReadonlyMap<JobId, number>): ReadonlyMap<JobId, number> =>
  new Map([...one, ...[...other].map(([job, count]) => [job, count + (one.get(job) ?? 0)] as const)])

const isBusOn = ({ settings }: Pick<Deps, 'settings'>): boolean => settings()['bus.url'] !== ''

/** What agents on other machines may do goes to the broker's queues: whoever of them has room takes it from there. */
function handOver(deps: Deps): void {
  const { store, clock } = deps
  store.transaction(() => {
    const hold = createHolds(deps)
    const waiting = [...store.runs.waitingForAgents()].filter((run) => !hold(run)).map(createNeeds(deps))
    if (waiting.length === 0) return
    const handed = admit(waiting, { ...occupation(deps), active: 0, maxParallel: Infinity, folders: null }).filter((id) => store.runs.hand(id, clock.now()))
    for (const id of handed) store.outbox.add(id)
    // Whoever sends the outbox reads along.
    if (handed.length > 0) store.journal.append({ type: 'agent.status' })
  })
}

/** The waiting runs that nothing but room can keep, in their order, as far as they are asked for. */
function* ready(deps: Deps, lane: Turn['lane'], held: (run: WaitingRun, hold: Hold) => void): Generator<Candidate> {
  const hold = createHolds(deps)
  const withNeeds = createNeeds(deps)
  const elsewhere = isBusOn(deps)
  for (const run of deps.store.runs.waiting(lane)) {
    if (elsewhere && run.agentType !== null && run.goalRank === null) continue
    const kept = hold(run)
    if (kept) held(run, kept)
    else yield withNeeds(run)
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
    worktree: worktreeFor(machine, run),
    commitMessage: run.config.commitOnSuccess ? `task: ${run.taskName}` : null,
    codingAgent: codingAgentFor({ settings, store }, run),
  },
})

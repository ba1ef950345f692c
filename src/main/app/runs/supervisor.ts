import type { FromAgent, HeldRun, RunEnd, ToAgent } from '../../../shared/model/agent.ts'
import { localAgent, type RunId } from '../../../shared/model/ids.ts'
import { assertNever } from '../../../shared/model/result.ts'
import { hasEnded, type LogSize, type Run } from '../../../shared/model/run.ts'
import type { ActiveRun, RunEnding } from '../../ports/runs.ts'
import { engineActor, type Actor } from '../actor.ts'
import type { Deps } from '../deps.ts'
import { startOrder } from '../queue/dispatcher.ts'
import { recordLoads } from './loads.ts'
import { beginRun, endRun, pauseRun, resumeRun } from './run-states.ts'

export interface Supervisor {
  /** Records what the agent says. Throws only where the storage fails; then nothing was recorded. */
  heard(messages: readonly FromAgent[]): void
  /** Tells the agent of every stop that was asked for and not yet told. */
  tellStops(): void
}

/** Keeps the records true to what the agent says of its processes. */
export function createSupervisor(deps: Deps, send: (message: ToAgent) => boolean): Supervisor {
  const { store } = deps
  const told = new Set<RunId>()
  const grew = createLogGrowth(deps)

  /** Within a transaction. */
  const recordEnd = (runId: RunId, end: End, by: Actor): void => {
    const run = store.runs.find(runId)
    if (!run || hasEnded(run.status)) return
    // An agent's end may overtake its start: the states in between are recorded all the same.
    const hadBegun = end.startedAt !== null || end.outcome === 'succeeded'
    const began = run.status === 'starting' && hadBegun && beginRun(deps, runId, null, end.startedAt ?? deps.clock.now(), by)
    const resumed = run.status === 'paused' && end.outcome === 'succeeded' && resumeRun(deps, runId, by)
    const now = began || resumed ? store.runs.find(runId) : run
    if (!now) return
    const ended = cancelledFirst(now, end)
    const wish = ended.outcome === 'cancelled' ? (store.runs.findActive(runId)?.stop ?? null) : null
    endRun(
      deps,
      now,
      { ...endingFrom(ended), ...inWordsOf(wish) },
      { ...by, ...(wish && { actor: wish.actor, requestId: wish.requestId }) },
    )
  }

  /** Only after the commit: the agent keeps every run until its end is recorded. */
  const letGo = (runId: RunId): void => {
    told.delete(runId)
    deps.loads.forget(runId)
    send({ type: 'forget', runId })
    deps.logGrew(runId).notify()
  }

  const settle = (runId: RunId, end: End): void => {
    store.transaction(() => recordEnd(runId, end, engineActor(deps.clock)))
    letGo(runId)
  }

  /** Dispatched work was answered to be cancelled when that was asked for: an end that comes later does not change it. */
  const cancelledFirst = (run: Run, end: End): End => {
    const stopReason = run.trigger === 'dispatch' ? store.runs.findActive(run.id)?.stopReason : null
    return stopReason && end.outcome !== 'cancelled' ? { ...end, outcome: 'cancelled', reason: stopReason } : end
  }

  const stop = (run: ActiveRun): void => {
    if (!run.stopReason || told.has(run.id)) return
    if (send({ type: 'stop', runId: run.id, graceMs: deps.settings()['runs.kill_grace_ms'], reason: run.stopReason })) told.add(run.id)
  }

  /** One run that the engine counts as active, against what the agent says of it. */
  const reconcile = (run: ActiveRun, held: HeldRun | undefined): void => {
    if (!held) return missing(run)
    if (held.end) return settle(run.id, held.end)
    if (held.state !== 'starting')
      store.transaction(() => beginRun(deps, run.id, held.pid, held.startedAt ?? deps.clock.now(), engineActor(deps.clock)))
    if (held.state === 'paused') store.transaction(() => pauseRun(deps, run.id, engineActor(deps.clock)))
    if (held.state === 'running') store.transaction(() => resumeRun(deps, run.id, engineActor(deps.clock)))
    stop(run)
  }

  const missing = (run: ActiveRun): void => {
    if (run.status !== 'starting')
      return settle(run.id, lost(deps.clock.now(), 'The agent no longer knows this run: it ended while nobody watched it'))
    if (run.stopReason) return settle(run.id, stoppedBeforeStart(deps.clock.now(), run.stopReason))
    send(startOrder(deps, run))
  }

  const welcome = (held: readonly HeldRun[]): void => {
    told.clear()
    const byId = new Map(held.map((run) => [run.runId, run]))
    const active = store.runs.activeAt(localAgent)
    for (const run of active) reconcile(run, byId.get(run.id))
    const known = new Set(active.map((run) => run.id))
    for (const run of held.filter((one) => !known.has(one.runId))) {
      send(
        run.state === 'ended' ? { type: 'forget', runId: run.runId } : { type: 'stop', runId: run.runId, graceMs: 0, reason: 'superseded' },
      )
    }
  }

  /** Within a transaction. */
  const record = (message: Recorded, by: Actor): void => {
    switch (message.type) {
      case 'started':
        return void beginRun(deps, message.runId, message.pid, message.at, by)
      case 'paused':
        return void pauseRun(deps, message.runId, deps.wishes.take(message.runId) ?? by)
      case 'resumed':
        return void resumeRun(deps, message.runId, deps.wishes.take(message.runId) ?? by)
      case 'usage':
        return recordLoads(deps, message)
      case 'ended':
        return recordEnd(message.runId, message.end, by)
      case 'session':
        return store.runs.setSession(message.runId, message.sessionId)
      default:
        assertNever(message)
    }
  }

  /** All of them in one transaction; one that cannot be recorded for its own sake keeps none of the others from it. */
  const recordTogether = (messages: readonly Recorded[]): void => {
    if (messages.length === 0) return
    try {
      store.transaction(() => {
        const by = engineActor(deps.clock)
        for (const message of messages) record(message, by)
      })
    } catch (error) {
      if (messages.length === 1 || store.isStorageFailure(error)) throw error
      return recordSingly(messages)
    }
    for (const message of messages) if (message.type === 'ended') letGo(message.runId)
  }

  const recordSingly = (messages: readonly Recorded[]): void => {
    const failures = messages.flatMap((message) => {
      try {
        recordTogether([message])
        return []
      } catch (error) {
        return [error]
      }
    })
    if (failures.length > 0) throw failures[0]
  }

  return {
    heard(messages) {
      const together: Recorded[] = []
      for (const message of messages) {
        if (isRecorded(message)) together.push(message)
        if (message.type === 'log') grew(message.runId, { bytes: message.bytes, lines: message.lines })
        if (message.type !== 'welcome') continue
        recordTogether(together.splice(0))
        welcome(message.runs)
      }
      recordTogether(together)
    },
    tellStops() {
      for (const run of store.runs.askedToStopAt(localAgent)) stop(run)
    },
  }
}

type Recorded = Extract<FromAgent, { type: 'started' | 'paused' | 'resumed' | 'usage' | 'ended' | 'session' }>

const recorded: ReadonlySet<string> = new Set(['started', 'paused', 'resumed', 'usage', 'ended', 'session'] satisfies Recorded['type'][])
const isRecorded = (message: FromAgent): message is Recorded => recorded.has(message.type)

const logSizeEveryMs = 1_000

/** Wakes the readers of a log at once, and keeps its size in the database now and then. */
function createLogGrowth({ store, clock, logGrew }: Deps): (runId: RunId, size: LogSize) => void {
  const keptAt = new Map<RunId, number>()
  return (runId, size) => {
    logGrew(runId).notify()
    const now = Date.parse(clock.now())
    if (now - (keptAt.get(runId) ?? 0) < logSizeEveryMs) return
    if (keptAt.size > 1_000) keptAt.clear()
    keptAt.set(runId, now)
    store.transaction(() => store.runs.setLogSize(runId, size))
  }
}

type End = Omit<RunEnd, 'log'> & { readonly log: RunEnd['log'] | null }

const endingFrom = ({ outcome, agentResult, ...end }: End): RunEnding => ({
  status: outcome,
  ...end,
  rateLimitedUntil: agentResult?.rateLimitedUntil,
  sessionId: agentResult?.sessionId,
  cost: agentResult && {
    usd: agentResult.costUsd,
    turns: agentResult.turns,
    inputTokens: agentResult.inputTokens,
    outputTokens: agentResult.outputTokens,
  },
})

/** What somebody said when they wanted it to end says more than that it was stopped. */
const inWordsOf = (wish: ActiveRun['stop']): Partial<RunEnding> => (wish?.message ? { errorMessage: wish.message, note: wish.message } : {})

const nothingKnown = { exitCode: null, signal: null, startedAt: null, log: null } as const

const lost = (at: string, errorMessage: string): End => ({
  outcome: 'failed',
  reason: 'agent_lost',
  errorMessage,
  finishedAt: at,
  ...nothingKnown,
})

const stoppedBeforeStart = (at: string, reason: NonNullable<ActiveRun['stopReason']>): End => ({
  outcome: 'cancelled',
  reason,
  errorMessage: 'Stopped before it started',
  finishedAt: at,
  ...nothingKnown,
})

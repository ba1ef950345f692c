import type { Heartbeat } from '../../../shared/model/envelope.ts'
import type { AgentId, RunId } from '../../../shared/model/ids.ts'
import { hasEnded, type Run } from '../../../shared/model/run.ts'
import type { StopReason } from '../../ports/runs.ts'
import { engineActor } from '../actor.ts'
import { returnRun } from '../runs/run-states.ts'
import type { BusParts } from './bus-parts.ts'
import { lostEnd } from './ends.ts'

export interface Beats {
  heard(beat: Heartbeat): void
  /** Something else came from it. */
  met(agentId: AgentId, run: Run | undefined): void
  /** It does not begin this run, which was given to it. */
  giveBack(run: Run): void
}

/** What heartbeats say: that an agent lives, and which runs it holds. */
export function createBeats({ deps, instructions, record, intake }: BusParts): Beats {
  const { store, clock } = deps

  const remember = (beat: Heartbeat): void =>
    store.transaction(() => {
      const live = (beat.runs ?? []).filter((run) => run.state !== 'ended').length
      const status = live > 0 || beat.currentTaskId ? 'busy' : (beat.status ?? 'online')
      // One that was heard before the broker was connected counts only now.
      const since = deps.bus.state().since ?? clock.now()
      const before = store.agents.find(beat.agentId as AgentId)
      store.agents.hear(beat, status, clock.now())
      if (before?.status !== status || before.capacity !== beat.capacity || (before.lastHeartbeatAt ?? '') < since)
        store.journal.append({ type: 'agent.status' })
    })

  /** It left, and holds nothing: what it was given on its way out it never began. */
  const leave = (agentId: AgentId): void => {
    for (const { id, status } of store.runs.activeAt(agentId)) {
      const run = status === 'starting' ? store.runs.find(id) : undefined
      if (run) giveBack(run)
      else record({ type: 'ended', runId: id, end: lostEnd('The agent ended, and said nothing of this', intake.size(id), clock.now()) })
    }
  }

  /** Somebody else shall begin it, unless nobody is to any more. */
  const giveBack = (run: Run): void => {
    const stopReason = store.runs.findActive(run.id)?.stopReason
    if (stopReason) stoppedBefore(run.id, stopReason)
    else store.transaction(() => returnRun(deps, run, engineActor(clock)))
  }

  const stoppedBefore = (runId: RunId, reason: StopReason): void =>
    record({
      type: 'ended',
      runId,
      end: { ...lostEnd('Stopped before it started', intake.size(runId), clock.now()), outcome: 'cancelled', reason },
    })

  /** What the agent holds against what it should hold. Each says the truth of its own side. */
  const reconcile = (agentId: AgentId, held: NonNullable<Heartbeat['runs']>): void => {
    const heldIds = new Set<string>(held.map((run) => run.runId))
    for (const { id, status, stopReason } of store.runs.activeAt(agentId)) {
      const run = heldIds.has(id) ? undefined : store.runs.find(id)
      if (!run) continue
      // A start that got lost is granted again; work that went on there and is not known any more has no other end.
      if (status === 'starting' && stopReason) stoppedBefore(id, stopReason)
      else if (status === 'starting') instructions.answer(agentId, run, 'granted')
      else
        record({
          type: 'ended',
          runId: id,
          end: lostEnd('The agent no longer knows this run: it ended while nobody watched it', intake.size(id), clock.now()),
        })
    }
    for (const { runId, attempt, state } of held) {
      const run = store.runs.find(runId)
      const isIts = run && run.agentId === agentId && run.attempt === attempt && !hasEnded(run.status)
      if (run && !isIts) instructions.answer(agentId, run, state === 'ended' ? 'recorded' : 'terminate', { graceMs: 0 })
    }
  }

  return {
    giveBack,
    heard(beat) {
      remember(beat)
      const agentId = beat.agentId as AgentId
      if (beat.status === 'offline' && beat.runs?.length === 0) return leave(agentId)
      if (beat.runs) reconcile(agentId, beat.runs)
      if (store.agents.find(agentId)?.drained) instructions.drain(agentId, true)
    },
    met(agentId, run) {
      if (store.agents.find(agentId)) store.agents.touch(agentId, clock.now())
      else remember({ agentId, agentType: run?.config.agentType ?? 'unknown', currentTaskId: run?.taskId ?? null })
    },
  }
}

import { readPayload } from '../../../shared/contract/envelope-line.ts'
import { LogChunk, Heartbeat, WorkResult, WorkStatus, type Envelope } from '../../../shared/model/envelope.ts'
import type { AgentId, RunId, TaskId } from '../../../shared/model/ids.ts'
import { hasEnded, type Run } from '../../../shared/model/run.ts'
import { engineActor } from '../actor.ts'
import { claimRun } from '../runs/run-states.ts'
import { createBeats } from './beats.ts'
import type { BusParts } from './bus-parts.ts'
import { endOf } from './ends.ts'

/**
 * Records what agents on other machines say. Whatever is said of a run counts only from the agent that the engine has
 * given this attempt to, and only until the run has ended: what comes late, or twice, changes nothing. What arrived
 * together is recorded together, and answered after that.
 */
export function createHearing(parts: BusParts): (envelopes: readonly Envelope[]) => readonly boolean[] {
  const {
    deps: { store, clock },
    intake,
    instructions,
    record,
  } = parts
  const beat = createBeats(parts)

  const meant = ({ runId, taskId }: { readonly runId?: RunId | null | undefined; readonly taskId: TaskId }): Run | undefined => {
    const id = runId ?? store.runs.newestOf(taskId)
    return id && store.runs.find(id)
  }

  /** Whether it is this agent's now; a waiting one is given to it. */
  const holds = (agentId: AgentId, run: Run, attempt: number | null | undefined): boolean => {
    if (typeof attempt === 'number' && attempt !== run.attempt) return false
    if (run.status !== 'queued') return run.agentId === agentId && !hasEnded(run.status)
    if (run.config.agentType === null || store.agents.find(agentId)?.drained) return false
    return store.transaction(() => claimRun({ store, clock }, run.id, agentId, engineActor(clock)))
  }

  const claim = (agentId: AgentId, run: Run, attempt: number | null | undefined): void => {
    const granted = holds(agentId, run, attempt)
    if (granted) return instructions.answer(agentId, run, 'granted')
    instructions.answer(agentId, run, 'dropped')
    // It was taken out of its queue by one that may not have it: it goes back there.
    if (run.status === 'queued' && attempt === run.attempt)
      store.transaction(() => {
        store.outbox.add(run.id)
        store.journal.append({ type: 'agent.status' })
      })
  }

  const status = (agentId: AgentId, said: WorkStatus): void => {
    const run = meant(said)
    beat.met(agentId, run)
    if (!run) return
    if (said.status === 'claiming') return claim(agentId, run, said.attempt)
    if (!holds(agentId, run, said.attempt))
      return hasEnded(run.status) || run.agentId !== agentId ? instructions.answer(agentId, run, 'terminate') : undefined
    if (said.status === 'returned') return run.status === 'starting' ? beat.giveBack(run) : undefined
    instructions.confirmed(run.id)
    if (said.sessionId) record({ type: 'session', runId: run.id, sessionId: said.sessionId })
    if (said.status === 'paused') return record({ type: 'paused', runId: run.id })
    if (said.status !== 'running') return
    const resumed = store.runs.find(run.id)?.status === 'paused'
    record(resumed ? { type: 'resumed', runId: run.id } : { type: 'started', runId: run.id, pid: said.pid ?? null, at: clock.now() })
  }

  const result = (agentId: AgentId, said: WorkResult): void => {
    const run = meant(said)
    beat.met(agentId, run)
    if (!run) return
    if (!holds(agentId, run, said.attempt)) return instructions.answer(agentId, run, 'recorded')
    instructions.confirmed(run.id)
    keepOutput(run.id, said)
    record({ type: 'ended', runId: run.id, end: endOf(said, intake.size(run.id), clock.now()) })
  }

  /** An agent that sends no log says at its end what was printed. */
  const keepOutput = (runId: RunId, { output }: WorkResult): void => {
    if (!output || intake.size(runId).lines > 0) return
    intake.add({
      runId,
      fromLine: 1,
      lines: output
        .replace(/\n$/, '')
        .split('\n')
        .map((text) => ({ ts: clock.now(), stream: 'stdout' as const, text })),
    })
  }

  const log = (agentId: AgentId, chunk: LogChunk): void => {
    const run = store.runs.find(chunk.runId)
    if (!run || run.agentId !== agentId || hasEnded(run.status)) return
    if (!intake.add(chunk)) return instructions.answer(agentId, run, 'send_log', { fromLine: intake.size(run.id).lines + 1 })
    record({ type: 'log', runId: run.id, ...intake.size(run.id) })
  }

  const hear = (envelope: Envelope): boolean => {
    const agentId = envelope.fromAgent as AgentId
    const take = <Said>(said: Said | undefined, work: (agentId: AgentId, said: Said) => void): boolean => {
      if (said === undefined) return false
      work(agentId, said)
      return true
    }
    switch (envelope.type) {
      case 'work_result':
        return take(readPayload(WorkResult, envelope), result)
      case 'work_status':
        if ('lines' in envelope.payload) return take(readPayload(LogChunk, envelope), log)
        if ('agent_type' in envelope.payload) return take(readPayload(Heartbeat, envelope), (_from, said) => beat.heard(said))
        return take(readPayload(WorkStatus, envelope), status)
      case 'error':
        return true
      case 'work_request':
        return false
    }
  }

  return (envelopes) => instructions.afterwards(() => store.transaction(() => envelopes.map(hear)))
}

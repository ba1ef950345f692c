import type { ToAgent } from '../../../shared/model/agent.ts'
import type { Instruction } from '../../../shared/model/envelope.ts'
import { localAgent, type AgentId, type RunId } from '../../../shared/model/ids.ts'
import type { Run } from '../../../shared/model/run.ts'
import type { Deps } from '../deps.ts'
import { startOrder } from '../queue/dispatcher.ts'
import { instructionFor } from './envelopes.ts'

export interface Instructions {
  /** What the engine would say to its own agent, to the one that has the run. False where there is no broker now. */
  tell(run: Run, message: ToAgent): boolean
  /** To one agent alone. */
  answer(agentId: AgentId, run: Run, command: Instruction['command'], more?: Partial<Instruction>): void
  drain(agentId: AgentId, drained: boolean): void
  /** Gives a run to the agent that it was claimed for. */
  grant(runId: RunId): void
  /** Every agent shall say at once that it lives, and what it has. */
  askForBeats(): void
  /** Says again what no agent has confirmed. */
  repeat(): void
  confirmed(runId: RunId): void
  /** Does the work, which may be a transaction; what is said in it is sent when it is done, and never where it throws. */
  afterwards<Value>(work: () => Value): Value
}

type Standing = 'pause' | 'resume'

/** Stops, pauses and resumes travel to every agent, named for one, and are said again until that one says that it is so. */
export function createInstructions(deps: Deps): Instructions {
  const { bus, clock, store } = deps
  const standing = new Map<RunId, Standing>()
  const later: { sends: (() => void)[] | null } = { sends: null }

  /** Nothing is lost where it does not arrive: whoever waits for it asks again. */
  const send = (work: () => Promise<void>): void => {
    const now = (): void => void work().catch(() => {})
    if (later.sends) later.sends.push(now)
    else now()
  }

  const broadcast = (run: Run, instruction: Omit<Instruction, 'runId' | 'taskId' | 'attempt'>): void => {
    if (run.agentId) toAll(run.agentId, run, instruction)
  }

  const toAll = (agentId: AgentId | null, run: Run | undefined, instruction: Omit<Instruction, 'runId' | 'taskId' | 'attempt'>): void => {
    const envelope = instructionFor(clock, agentId, run, instruction)
    send(() => bus.toAll(envelope))
  }

  const stop = (run: Run, graceMs: number, reason: string): void =>
    broadcast(run, { command: reason === 'superseded' ? 'terminate' : 'cancel', graceMs })

  const answer: Instructions['answer'] = (agentId, run, command, more = {}) => {
    const order = command === 'granted' ? grantOf(deps, run) : {}
    const envelope = instructionFor(clock, agentId, run, { command, ...order, ...more })
    send(() => bus.toAgent(agentId, envelope))
  }

  return {
    answer,
    tell(run, message) {
      if (bus.state().status !== 'ok') return false
      if (message.type === 'stop') stop(run, message.graceMs, message.reason)
      if (message.type === 'forget' && run.agentId) answer(run.agentId, run, 'recorded')
      if (message.type === 'pause' || message.type === 'resume') {
        standing.set(run.id, message.type)
        broadcast(run, { command: message.type })
      }
      return true
    },
    drain(agentId, drained) {
      toAll(agentId, undefined, { command: drained ? 'drain' : 'undrain' })
    },
    grant(runId) {
      const run = store.runs.find(runId)
      if (run?.agentId) answer(run.agentId, run, 'granted')
    },
    askForBeats() {
      toAll(null, undefined, { command: 'report' })
    },
    repeat() {
      for (const [runId, command] of standing) {
        const run = store.runs.find(runId)
        if (run?.status === (command === 'pause' ? 'running' : 'paused')) broadcast(run, { command })
        else standing.delete(runId)
      }
      for (const { id, stopReason } of store.runs.activeElsewhere(localAgent)) {
        const run = stopReason && store.runs.find(id)
        if (run) stop(run, deps.settings()['runs.kill_grace_ms'], stopReason)
      }
    },
    confirmed: (runId) => void standing.delete(runId),
    afterwards(work) {
      const sends: (() => void)[] = []
      later.sends = sends
      try {
        const done = work()
        later.sends = null
        for (const now of sends) now()
        return done
      } finally {
        later.sends = null
      }
    },
  }
}

/** Everything that the agent needs to do it, its environment too. */
function grantOf(deps: Deps, run: Run): Pick<Instruction, 'order' | 'inOwnFolder'> {
  const active = deps.store.runs.findActive(run.id)
  const started = active && startOrder(deps, active)
  return started?.type === 'start' ? { order: started.order, inOwnFolder: run.config.directory === null } : {}
}

import type { Client } from '../../../shared/contract/client.ts'
import { linePayload, readPayload } from '../../../shared/contract/envelope-line.ts'
import { Heartbeat, Instruction, orchestrator, WorkRequest, WorkResult, WorkStatus, type Envelope } from '../../../shared/model/envelope.ts'
import type { FromAgent } from '../../../shared/model/agent.ts'
import { agentTypeOf, type AgentType } from '../../../shared/model/agent-type.ts'
import type { RunId } from '../../../shared/model/ids.ts'
import { ownQueueOf, workQueueOf } from '../../../shared/model/topology.ts'
import { workTypes } from '../../../shared/model/work.ts'
import type { z } from 'zod'
import type { AgentBus } from '../../ports/agent-bus.ts'
import { createSupervisor } from '../runs/supervisor.ts'
import { createDispatcher } from '../queue/dispatcher.ts'
import { engineActor } from '../actor.ts'
import type { Deps } from '../deps.ts'
import { noBus, noIntake, openDeps } from '../engine.fixture.ts'
import { createHearing } from './hearing.ts'
import { createInstructions } from './instructions.ts'
import { sweepSilent } from './liveness.ts'
import { sendOutbox } from './outbox.ts'

/*
 * The engine's half of the bus, a broker and agents in one process and under one clock that the test moves. The engine's
 * half is the real one, on a real database; broker and agents keep their promises and break everything else.
 */

const begin = Date.parse('2026-11-25T20:00:00.000Z')
const highest = 5

export class SimulatedBroker {
  readonly #work = new Map<string, Envelope[][]>()
  readonly #own = new Map<string, Envelope[]>()
  readonly replies: Envelope[] = []
  #since = new Date(begin).toISOString()

  connectedAt(instant: string): void {
    this.#since = instant
  }

  /** As the engine sees it. */
  readonly bus: AgentBus = {
    ...noBus,
    state: () => ({ status: 'ok', message: 'connected', since: this.#since }),
    toQueue: async (queue, envelope) => {
      this.put(queue, envelope)
    },
    toAgent: async (agentId, envelope) => {
      this.#own.get(ownQueueOf(agentId))?.push(envelope)
    },
    toAll: async (envelope) => {
      for (const own of this.#own.values()) own.push(envelope)
    },
  }

  put(queue: string, envelope: Envelope): void {
    const levels = this.#work.get(queue) ?? Array.from({ length: highest }, (): Envelope[] => [])
    this.#work.set(queue, levels)
    levels[highest - (envelope.priority ?? 3)]?.push(envelope)
  }

  take(queue: string): Envelope | undefined {
    return this.#work
      .get(queue)
      ?.find((level) => level.length > 0)
      ?.shift()
  }

  connect(agentId: string): Envelope[] {
    const own = this.#own.get(ownQueueOf(agentId)) ?? []
    this.#own.set(ownQueueOf(agentId), own)
    return own
  }

  waiting(): number {
    return [...this.#work.values()].flat().reduce((sum, level) => sum + level.length, 0)
  }
}

export class SimulatedEngine implements Disposable {
  readonly broker = new SimulatedBroker()
  readonly deps: Deps
  readonly client: Client
  readonly #opened = openDeps(this.broker.bus)
  readonly #hear: (envelopes: readonly Envelope[]) => readonly boolean[]
  readonly #dispatch: () => unknown
  readonly #sweep: () => void
  #now = begin
  #instant = new Date(begin).toISOString()
  #ids = 0

  /** @param localPlaces how many runs this machine’s own agent takes; it never ends them. Without any it is not there. */
  constructor(localPlaces = 0) {
    const { deps: opened } = this.#opened
    opened.store.transaction(() => {
      opened.store.writeSetting('bus.url', 'amqp://simulated')
      if (localPlaces > 0) opened.store.writeSetting('runs.max_parallel', localPlaces)
    })
    const settings = opened.settings()
    const deps = {
      ...opened,
      clock: { now: () => this.#instant, newId: () => this.#newId() },
      settings: () => settings,
      agentOnline: () => localPlaces > 0,
    }
    const instructions = createInstructions(deps)
    const supervisor = createSupervisor(deps, (message) => {
      const run = 'runId' in message ? deps.store.runs.find(message.runId) : undefined
      return run?.agentId ? instructions.tell(run, message) : false
    })
    const record = (message: FromAgent): void => supervisor.heard([message])
    const dispatcher = createDispatcher(deps, { send: () => false, grant: instructions.grant })
    this.deps = deps
    this.client = this.#opened.client
    const parts = { deps, intake: noIntake, instructions, record }
    this.#hear = createHearing(parts)
    this.#dispatch = dispatcher.dispatch
    this.#sweep = () => sweepSilent(parts, new Date(begin).toISOString())
  }

  #newId(): string {
    return `01920000-0000-7000-8000-${(++this.#ids).toString(16).padStart(12, '0')}`
  }

  by() {
    return engineActor(this.deps.clock)
  }

  pass(ms: number): void {
    this.#now += ms
    this.#instant = new Date(this.#now).toISOString()
  }

  sweep(): void {
    this.#sweep()
  }

  /** Hands over what waits, and hears all that agents have said, in one commit: what counts here is what is done, not when. */
  async step(): Promise<void> {
    this.#dispatch()
    await sendOutbox(this.deps)
    const said = this.broker.replies.splice(0)
    if (said.length > 0) this.#hear(said)
  }

  [Symbol.dispose](): void {
    this.#opened[Symbol.dispose]()
  }
}

/** What an agent keeps on its disk of a run. */
interface Kept {
  readonly work: Pick<WorkRequest, 'runId' | 'taskId' | 'attempt'>
  readonly startedAtStep: number
  end: 'completed' | 'failed' | null
}

export interface SimulatedAgentParts {
  readonly name: string
  readonly type: AgentType
  readonly capacity: number
  readonly broker: SimulatedBroker
  readonly chance: () => number
  /** A side effect: the work was begun once more. */
  readonly began: (runId: RunId) => void
}

export class SimulatedAgent {
  readonly #parts: SimulatedAgentParts
  readonly #inbox: Envelope[]
  readonly #kept = new Map<RunId, Kept>()
  readonly #claims = new Map<RunId, Envelope>()
  #outbox: Envelope[] = []
  #cutOffUntil = 0
  readonly tally = { done: 0 }

  constructor(parts: SimulatedAgentParts) {
    this.#parts = parts
    this.#inbox = parts.broker.connect(parts.name)
  }

  get #live(): number {
    return [...this.#kept.values()].filter(({ end }) => !end).length
  }

  get idle(): boolean {
    return this.#kept.size === 0 && this.#claims.size === 0 && this.#outbox.length === 0
  }

  /** Takes what there is room for, begins what was granted, ends what has run for long enough, and says so. */
  step(now: number): void {
    this.#work(now)
    if (now < this.#cutOffUntil) return
    this.#read(now)
    this.#take()
    this.#parts.broker.replies.push(...this.#outbox.splice(0))
  }

  beat(): void {
    this.#say('work_status', Heartbeat, {
      agentId: this.#parts.name,
      agentType: this.#parts.type,
      status: this.#live > 0 ? 'busy' : 'online',
      currentTaskId: null,
      capacity: this.#parts.capacity,
      capabilities: workTypes.filter((work) => agentTypeOf(work) === this.#parts.type),
      runs: [...this.#kept].map(([runId, { work, end }]) => ({
        runId,
        attempt: work.attempt ?? 1,
        state: end ? ('ended' as const) : ('running' as const),
      })),
    })
    // What was not confirmed is said again.
    for (const kept of this.#kept.values()) if (kept.end) this.#tellEnd(kept)
  }

  /** Killed and started again: what it did is lost, what it had taken and not begun goes back. */
  die(): void {
    for (const kept of this.#kept.values()) kept.end ??= 'failed'
    this.giveBack()
    this.#outbox = []
  }

  /** The connection is cut: the broker gives to others what was not acknowledged, while this one still asks for it. */
  giveBack(): void {
    for (const envelope of this.#claims.values()) this.#parts.broker.put(workQueueOf(this.#parts.type), envelope)
    this.#claims.clear()
  }

  cutOff(until: number): void {
    this.#cutOffUntil = until
  }

  /** The last thing that it said is said twice. */
  repeat(): void {
    const last = this.#outbox.at(-1)
    if (last) this.#outbox.push(last)
  }

  #work(now: number): void {
    for (const kept of this.#kept.values()) {
      if (kept.end || now - kept.startedAtStep < 1) continue
      kept.end = 'completed'
      this.#tellEnd(kept)
    }
  }

  #tellEnd({ work, end }: Kept): void {
    if (end) this.#say('work_result', WorkResult, { ...work, status: end, exitCode: end === 'completed' ? 0 : null })
  }

  #read(now: number): void {
    for (const envelope of this.#inbox.splice(0)) {
      const said = envelope.toAgent === this.#parts.name ? readPayload(Instruction, envelope) : undefined
      if (!said?.runId) continue
      const { runId, command } = said
      if (command === 'granted' || command === 'dropped') this.#claims.delete(runId)
      if (command === 'granted' && !this.#kept.has(runId)) this.#begin({ ...said, runId }, now)
      if (command === 'recorded' && this.#kept.get(runId)?.end) this.#kept.delete(runId)
      if (command === 'terminate') this.#terminate(runId)
    }
  }

  /** What was granted is begun, also when its message has gone to somebody else meanwhile. */
  #begin({ runId, taskId, attempt }: Instruction & { readonly runId: RunId }, now: number): void {
    if (!taskId) return
    this.#kept.set(runId, { work: { runId, taskId, attempt }, startedAtStep: now, end: null })
    this.#parts.began(runId)
    this.tally.done++
    this.#say('work_status', WorkStatus, { runId, taskId, attempt, status: 'running', pid: 1 })
  }

  #terminate(runId: RunId): void {
    const kept = this.#kept.get(runId)
    if (!kept) return
    kept.end ??= 'failed'
    this.#tellEnd(kept)
  }

  #take(): void {
    for (let room = this.#parts.capacity - this.#live - this.#claims.size; room > 0; room--) {
      const envelope = this.#parts.broker.take(workQueueOf(this.#parts.type))
      const work = envelope && readPayload(WorkRequest, envelope)
      if (!envelope || !work?.runId) break
      this.#claims.set(work.runId, envelope)
    }
    // Asked again for as long as nobody has answered.
    for (const envelope of this.#claims.values()) {
      const work = readPayload(WorkRequest, envelope)
      if (work) this.#say('work_status', WorkStatus, { taskId: work.taskId, runId: work.runId, attempt: work.attempt, status: 'claiming' })
    }
  }

  #say<Schema extends z.ZodObject>(type: Envelope['type'], schema: Schema, payload: z.infer<Schema>): void {
    this.#outbox.push({
      protocolVersion: '1.0',
      messageId: `${this.#parts.name} ${this.#parts.chance()}`,
      fromAgent: this.#parts.name,
      toAgent: orchestrator,
      timestamp: new Date(0).toISOString(),
      traceId: null,
      requestId: null,
      type,
      priority: 3,
      payload: linePayload(schema, payload),
    })
  }
}

/** The same numbers for the same seed: mulberry32. */
export function seeded(seed: number): () => number {
  const state = { at: seed }
  return () => {
    state.at = (state.at + 0x6d2b79f5) | 0
    let mixed = Math.imul(state.at ^ (state.at >>> 15), 1 | state.at)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296
  }
}

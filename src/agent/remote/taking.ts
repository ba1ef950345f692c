import { setTimeout as wait } from 'node:timers/promises'
import type { Channel, Connection } from 'rabbitmq-client'
import { readEnvelope, readPayload } from '../../shared/contract/envelope-line.ts'
import { WorkRequest, WorkStatus, type Envelope } from '../../shared/model/envelope.ts'
import type { AgentType } from '../../shared/model/agent-type.ts'
import { workQueueOf } from '../../shared/model/topology.ts'
import { connectionProblem } from '../../shared/machine/broker-address.ts'
import { declareTopology } from '../../shared/machine/broker-topology.ts'
import type { Transport } from './transport.ts'

export interface Taking {
  /** The engine has decided: the message is done with. */
  decided(key: string): void
  /** One of the places is free again. */
  freed(): void
  setDrained(drained: boolean): void
  /** What becomes of what the engine gives: it begins where it was asked for, or there is room. Else the engine is told when there is, or at once that there will be none. */
  judge(runId: string): 'begin' | 'later' | 'return'
  /** What was asked for and is not decided yet goes back to its queue, and nothing more is taken. */
  leave(): void
  run(): Promise<void>
}

export interface TakingParts {
  readonly transport: Transport
  readonly types: readonly AgentType[]
  readonly capacity: number
  readonly capabilities: readonly string[]
  readonly liveRuns: () => number
  readonly holds: (runId: string) => boolean
  /** Tells the engine what is here: what was turned away is given again. */
  readonly report: () => void
  readonly complain: (error: unknown, what: string) => void
  readonly abort: AbortSignal
}

const lookAgainMs = 100
const reconnectMs = 500
const askAgainMs = 3_000

interface Claim {
  readonly channel: Channel
  readonly deliveryTag: number
  readonly decided: () => void
}

/**
 * Takes work from the queues one by one, only as much as there is room for: what this agent cannot begin at once stays for
 * others. A message is acknowledged when the engine has recorded that this agent starts it, or that nobody shall.
 */
export function createTaking(parts: TakingParts): Taking {
  const { transport, types, capacity, liveRuns, abort } = parts
  const claims = new Map<string, Claim>()
  const state = { drained: false, turnedAway: false, freed: Promise.withResolvers<void>() }
  const hasRoom = (): boolean => transport.hears() && !state.drained && liveRuns() + claims.size < capacity

  const freed = (): void => {
    state.freed.resolve()
    state.freed = Promise.withResolvers()
    if (!state.turnedAway) return
    state.turnedAway = false
    parts.report()
  }

  const takeFrom = async (channel: Channel): Promise<void> => {
    while (!abort.aborted && channel.active) {
      let found = false
      for (const type of types) {
        const message = hasRoom() ? await channel.basicGet({ queue: workQueueOf(type) }) : undefined
        if (!message) continue
        found = true
        take(channel, message.deliveryTag, message.body)
      }
      if (!found) await Promise.race([state.freed.promise, wait(lookAgainMs)])
    }
  }

  const take = (channel: Channel, deliveryTag: number, body: unknown): void => {
    const envelope = readEnvelope(body)
    const request = envelope?.type === 'work_request' ? readPayload(WorkRequest, envelope) : undefined
    if (!envelope || !request || !parts.capabilities.includes(request.workType)) return channel.basicNack({ deliveryTag, requeue: false })
    const key = request.runId ?? request.taskId
    if (parts.holds(key) || claims.has(key)) return channel.basicAck({ deliveryTag })
    const decided = Promise.withResolvers<void>()
    claims.set(key, { channel, deliveryTag, decided: decided.resolve })
    void claim(request, envelope, { key, channel, decided: decided.promise }).catch((error: unknown) =>
      parts.complain(error, 'work could not be claimed'),
    )
  }

  /** Asks until it is answered, or the message went back to its queue with the connection. */
  const claim = async (
    { taskId, runId, attempt }: WorkRequest,
    { traceId, requestId }: Envelope,
    { key, channel, decided }: { key: string; channel: Channel; decided: Promise<void> },
  ): Promise<void> => {
    while (claims.get(key)?.channel === channel && channel.active && !abort.aborted) {
      await transport.tell(
        WorkStatus,
        { taskId, runId, attempt, status: 'claiming' },
        { type: 'work_status', again: true, traceId, requestId },
      )
      await Promise.race([decided, wait(askAgainMs)])
    }
    if (claims.get(key)?.channel === channel) claims.delete(key)
    freed()
  }

  return {
    freed,
    judge(runId) {
      if (claims.has(runId) || parts.holds(runId)) return 'begin'
      if (state.drained) return 'return'
      if (liveRuns() + claims.size < capacity) return 'begin'
      state.turnedAway = true
      return 'later'
    },
    leave() {
      state.drained = true
      for (const { channel, deliveryTag, decided } of claims.values()) {
        if (channel.active) channel.basicNack({ deliveryTag, requeue: true })
        decided()
      }
      claims.clear()
    },
    setDrained(drained) {
      state.drained = drained
      freed()
    },
    decided(key) {
      const claimed = claims.get(key)
      claims.delete(key)
      if (claimed?.channel.active) claimed.channel.basicAck({ deliveryTag: claimed.deliveryTag })
      claimed?.decided()
    },
    async run() {
      while (!abort.aborted) {
        try {
          await withChannel(transport.connection, takeFrom)
        } catch (error) {
          if (!abort.aborted && transport.connection.ready) parts.complain(connectionProblem(error), 'no work can be taken from the broker')
        }
        await wait(reconnectMs, undefined, { signal: abort }).catch(() => {})
      }
    },
  }
}

async function withChannel(connection: Connection, work: (channel: Channel) => Promise<void>): Promise<void> {
  await declareTopology(connection)
  const channel = await connection.acquire()
  channel.on('error', () => {})
  try {
    await work(channel)
  } finally {
    if (channel.active) await channel.close()
  }
}

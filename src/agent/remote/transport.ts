import { randomUUID } from 'node:crypto'
import { setTimeout as wait } from 'node:timers/promises'
import { AMQPChannelError, Connection } from 'rabbitmq-client'
import { linePayload, readEnvelope, readPayload, writeEnvelope } from '../../shared/contract/envelope-line.ts'
import { brokerConnection, connectionProblem } from '../../shared/machine/broker-address.ts'
import { Instruction, orchestrator, type Envelope } from '../../shared/model/envelope.ts'
import { ownQueue, ownQueueOf, replyQueue, topology } from '../../shared/model/topology.ts'
import type { z } from 'zod'

export interface Said {
  readonly type: Envelope['type']
  readonly once?: boolean
  /** Said again until it is answered: the broker need not keep it on its disk. */
  readonly again?: boolean
  readonly traceId?: string | null | undefined
  readonly requestId?: string | null | undefined
}

export interface Transport {
  readonly connection: Connection
  /** Whether the engine can answer: the agent's own queue is read, and by this agent alone. */
  hears(): boolean
  /** Done when the broker has taken it over, however long that takes; false when this agent ends before, or it is said `once` and the broker is away: what soon is no longer true. */
  tell<Schema extends z.ZodObject>(schema: Schema, payload: z.infer<Schema>, said: Said): Promise<boolean>
  close(): Promise<void>
}

export interface TransportParts {
  readonly url: string
  readonly name: string
  readonly heard: (instruction: Instruction, envelope: Envelope) => void
  readonly connected: () => void
  readonly complain: (error: unknown, what: string) => void
  readonly abort: AbortSignal
}

const patience = { connectionTimeout: 5_000, acquireTimeout: 5_000, retryLow: 200, retryHigh: 5_000, heartbeat: 10 }
const tryAgainMs = 250

/** The connection to the broker: made again by itself, with everything declared again. */
export function createTransport({ url, name, heard, connected, complain, abort }: TransportParts): Transport {
  const connection = new Connection({ ...brokerConnection(url), connectionName: `yardmaster agent ${name}`, ...patience })
  const publisher = connection.createPublisher({ confirm: true })
  const own = ownQueue(name)
  const state = { hears: false }
  const consumer = connection.createConsumer(
    // Whatever is told here is told again where it does not come about: nothing is acknowledged.
    { queue: ownQueueOf(name), exclusive: true, noAck: true, exchanges: topology.exchanges, ...own },
    ({ body }) => {
      const envelope = readEnvelope(body)
      const instruction = envelope && readPayload(Instruction, envelope)
      if (instruction && envelope.fromAgent === orchestrator && (envelope.toAgent ?? name) === name) heard(instruction, envelope)
    },
  )
  connection.on('error', (error: unknown) => {
    state.hears = false
    complain(`${connectionProblem(error)}. It is tried again until there is one`, 'no connection to the broker')
  })
  consumer.on('error', (error: unknown) => {
    state.hears = false
    // Without a connection there is no queue either, and that was said.
    if (connection.ready) complain(isTaken(error) ? new NameTaken(name) : connectionProblem(error), 'the agent’s own queue is not read')
  })
  consumer.on('ready', () => {
    state.hears = true
    connected()
  })

  const envelopeOf = (said: Said, payload: Record<string, unknown>): Envelope => ({
    protocolVersion: '1.0',
    messageId: randomUUID(),
    fromAgent: name,
    toAgent: orchestrator,
    timestamp: new Date().toISOString(),
    priority: 3,
    traceId: said.traceId ?? null,
    requestId: said.requestId ?? null,
    type: said.type,
    payload,
  })

  return {
    connection,
    hears: () => state.hears && connection.ready,
    async tell(schema, payload, said) {
      const body = Buffer.from(writeEnvelope(envelopeOf(said, linePayload(schema, payload))))
      while (!abort.aborted) {
        try {
          await publisher.send({ routingKey: replyQueue, durable: !said.once && !said.again, contentType: 'application/json' }, body)
          return true
        } catch {
          if (said.once) return false
          await wait(tryAgainMs, undefined, { signal: abort }).catch(() => {})
        }
      }
      return false
    },
    async close() {
      await Promise.allSettled([consumer.close(), publisher.close()])
      connection.unsafeDestroy()
    },
  }
}

class NameTaken extends Error {
  constructor(name: string) {
    super(`another agent named ${name} is connected to this broker. Give one of the two another --name; until then this one takes no work`)
  }
}

const isTaken = (error: unknown): boolean => error instanceof AMQPChannelError && error.message.includes('exclusive use')

import { randomUUID } from 'node:crypto'
import { Connection, type Consumer, type Publisher } from 'rabbitmq-client'
import { writeEnvelope } from '../../shared/contract/envelope-line.ts'
import type { Envelope } from '../../shared/model/envelope.ts'
import { brokerConnection, connectionProblem } from '../../shared/machine/broker-address.ts'
import { declareTopology } from '../../shared/machine/broker-topology.ts'
import { broadcastExchange, ownQueueOf, replyQueue, topology } from '../../shared/model/topology.ts'
import type { AgentBus, BusListener, BusState } from '../ports/agent-bus.ts'
import type { Clock } from '../ports/clock.ts'
import { readDeadLetters, requeueDeadLetters } from './dead-letters.ts'
import { createReplies } from './replies.ts'

interface Log {
  info(fields: object, message: string): void
  error(fields: object, message: string): void
}

interface Connected {
  readonly url: string
  readonly connection: Connection
  readonly publisher: Publisher
  readonly consumer: Consumer
}

interface Route {
  readonly exchange?: string
  readonly routingKey: string
  /** Kept on the broker's disk. */
  readonly durable?: true
}

const patience = { connectionTimeout: 5_000, acquireTimeout: 5_000, retryLow: 250, retryHigh: 5_000, heartbeat: 10 }
/** So many replies may have been delivered and not be recorded yet. */
const repliesAtHand = 256

/** Agents on other machines, over a RabbitMQ broker. It connects again by itself, more and more patiently. */
export function createRabbitBus(log: Log, clock: Clock): AgentBus {
  const state: { listener?: BusListener; connected?: Connected; now: BusState } = {
    now: { status: 'off', message: 'no broker is set', since: null },
  }

  const turn = (now: Pick<BusState, 'status' | 'message'>): void => {
    const before = state.now.status
    state.now = { ...now, since: now.status === 'ok' ? (state.now.since ?? clock.now()) : null }
    if (now.status === 'ok' && before !== 'ok') state.listener?.up()
    if (now.status === 'down' && before === 'ok') state.listener?.down(now.message)
  }

  const connect = (url: string): void => {
    turn({ status: 'down', message: `${withoutPassword(url)} has not answered yet` })
    const connection = new Connection({ ...brokerConnection(url), connectionName: 'yardmaster engine', ...patience })
    const publisher = connection.createPublisher({ confirm: true })
    const consumer = connection.createConsumer(
      { queue: replyQueue, concurrency: repliesAtHand, qos: { prefetchCount: repliesAtHand }, ...consumed },
      createReplies((envelopes) => state.listener?.heard(envelopes) ?? envelopes.map(() => true), log),
    )
    connection.on('error', (error: unknown) => fell(url, error))
    consumer.on('error', (error: unknown) => fell(url, error))
    // Only with its queues declared is a connection of use.
    connection.on(
      'connection',
      () =>
        void declareTopology(connection)
          .then(() => {
            if (state.connected?.url !== url) return
            log.info({ broker: withoutPassword(url) }, 'the broker is connected')
            turn({ status: 'ok', message: `connected to ${withoutPassword(url)}` })
          })
          .catch((error: unknown) =>
            turn({ status: 'down', message: `${withoutPassword(url)}: the queues could not be declared: ${connectionProblem(error)}` }),
          ),
    )
    state.connected = { url, connection, publisher, consumer }
  }

  /** An address that cannot even be tried is as one that does not answer. */
  const tryToConnect = (url: string): void => {
    try {
      connect(url)
    } catch (error) {
      turn({ status: 'down', message: connectionProblem(error) })
    }
  }

  const fell = (url: string, error: unknown): void => {
    if (state.connected?.url !== url || state.connected.connection.ready) return
    const message = `${withoutPassword(url)} cannot be reached: ${connectionProblem(error)}`
    if (state.now.message !== message) log.error({ broker: withoutPassword(url), reason: connectionProblem(error) }, 'the broker is away')
    turn({ status: 'down', message })
  }

  const publish = async (to: Route, envelope: Envelope): Promise<void> => {
    if (!state.connected || state.now.status !== 'ok') throw new Error(state.now.message)
    await state.connected.publisher.send(
      { ...to, priority: envelope.priority ?? 3, messageId: envelope.messageId, contentType: 'application/json' },
      Buffer.from(writeEnvelope(envelope)),
    )
  }

  const disconnect = async (): Promise<void> => {
    const { connected } = state
    delete state.connected
    if (connected) await leave(connected)
  }

  return {
    open(listener) {
      state.listener = listener
    },
    use(url) {
      if (url === (state.connected?.url ?? '')) return
      void disconnect().catch((error: unknown) => log.error({ error }, 'the broker could not be left'))
      if (url !== '') return tryToConnect(url)
      turn({ status: 'off', message: 'no broker is set' })
    },
    state: () => state.now,
    toQueue: (queue, envelope) => publish({ routingKey: queue, durable: true }, envelope),
    toAgent: (agentId, envelope) => publish({ routingKey: ownQueueOf(agentId) }, envelope),
    toAll: (envelope) => publish({ exchange: broadcastExchange, routingKey: '' }, envelope),
    test: tryConnection,
    deadLetters: (page) => readDeadLetters(usable(state), page),
    requeue: (ids) => requeueDeadLetters(usable(state), ids),
    close: disconnect,
  }
}

const consumed = {
  exchanges: topology.exchanges,
  queueBindings: topology.queueBindings,
  queueOptions: topology.queues.find(({ queue }) => queue === replyQueue) ?? {},
}

function usable(state: { readonly connected?: Connected; readonly now: BusState }): Connection {
  if (!state.connected || state.now.status !== 'ok') throw new Error(state.now.message)
  return state.connected.connection
}

const leaveWithinMs = 150

async function leave({ connection, consumer, publisher }: Connected): Promise<void> {
  connection.removeAllListeners('error').on('error', () => {})
  const closed = Promise.all([consumer.close(), publisher.close()])
  const left = closed.then(() => connection.close()).catch(() => {})
  // Where nobody is, there is nobody to say goodbye to.
  if (!connection.ready) return connection.unsafeDestroy()
  const timer = Promise.withResolvers<void>()
  const handle = setTimeout(timer.resolve, leaveWithinMs)
  await Promise.race([left, timer.promise])
  clearTimeout(handle)
  connection.unsafeDestroy()
}

async function tryConnection(url: string): Promise<void> {
  const connection = new Connection({ ...brokerConnection(url), connectionName: `yardmaster test ${randomUUID()}`, ...patience })
  const failed = Promise.withResolvers<never>()
  connection.on('error', (error: unknown) => failed.reject(new Error(connectionProblem(error))))
  try {
    await Promise.race([connection.onConnect(patience.connectionTimeout, true), failed.promise])
    // A user who may look and not touch is connected, and of no use.
    await declareTopology(connection).catch((error: unknown) => Promise.reject(new Error(connectionProblem(error))))
  } finally {
    connection.unsafeDestroy()
  }
}

/** For logs and for people. */
export function withoutPassword(url: string): string {
  try {
    const { protocol, username, host, pathname } = new URL(url)
    return `${protocol}//${username ? `${username}@` : ''}${host}${pathname === '/' ? '' : pathname}`
  } catch {
    return 'the broker'
  }
}

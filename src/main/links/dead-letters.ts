import { createHash } from 'node:crypto'
import type { Channel, Connection } from 'rabbitmq-client'
import { deadQueue } from '../../shared/model/topology.ts'
import type { DeadLetter } from '../ports/agent-bus.ts'

interface Held {
  readonly tag: number
  readonly letter: DeadLetter
  readonly body: Buffer
  readonly priority: number | undefined
}

const longestShown = 4_000

/** Looked at, and left where they are. */
export async function readDeadLetters(
  connection: Connection,
  { limit, offset }: { readonly limit: number; readonly offset: number },
): Promise<{ readonly letters: readonly DeadLetter[]; readonly total: number }> {
  const total = await countDeadLetters(connection)
  const letters = await withLetters(connection, offset + limit, async () => {})
  return { letters: letters.slice(offset), total: Math.max(total, letters.length) }
}

/** As many as there are at the beginning are looked at: one that nobody can use is soon back, behind them. */
export async function requeueDeadLetters(connection: Connection, ids: readonly string[] | 'all'): Promise<number> {
  const wanted = new Set(ids)
  const done = { count: 0 }
  await withLetters(connection, await countDeadLetters(connection), async (channel, held) => {
    for (const { tag, letter, body, priority } of held.filter((one) => ids === 'all' || wanted.has(one.letter.id))) {
      await channel.basicPublish(
        { routingKey: letter.queue, durable: true, contentType: 'application/json', ...(priority !== undefined && { priority }) },
        body,
      )
      channel.basicAck({ deliveryTag: tag })
      done.count++
    }
  })
  return done.count
}

const countDeadLetters = async (connection: Connection): Promise<number> =>
  (await connection.queueDeclare({ queue: deadQueue, passive: true })).messageCount

async function withLetters(
  connection: Connection,
  limit: number,
  work: (channel: Channel, held: readonly Held[]) => Promise<void>,
): Promise<readonly DeadLetter[]> {
  const channel = await connection.acquire()
  try {
    await channel.confirmSelect()
    const held: Held[] = []
    while (held.length < limit) {
      const message = await channel.basicGet({ queue: deadQueue })
      if (!message) break
      const body = bytesOf(message.body)
      const death = firstDeath(message.headers)
      const queue = death.queue ?? message.routingKey
      held.push({
        tag: message.deliveryTag,
        body,
        priority: message.priority,
        letter: { ...death, queue, id: idOf(message.messageId, queue, body), body: body.toString('utf8').slice(0, longestShown) },
      })
    }
    await work(channel, held)
    return held.map(({ letter }) => letter)
  } finally {
    // What was not acknowledged goes back to its place.
    await channel.close()
  }
}

const bytesOf = (body: unknown): Buffer =>
  Buffer.isBuffer(body) ? body : Buffer.from(typeof body === 'string' ? body : JSON.stringify(body))

const idOf = (messageId: string | undefined, queue: string, body: Buffer): string =>
  createHash('sha256')
    .update(`${messageId ?? ''}\n${queue}\n`)
    .update(body)
    .digest('hex')
    .slice(0, 24)

/** The broker writes down why a message died, the newest first. */
function firstDeath(headers: Readonly<Record<string, unknown>> | undefined): {
  reason: string
  at: string | null
  queue: string | undefined
} {
  const deaths: unknown = headers?.['x-death']
  const newest: unknown = Array.isArray(deaths) ? deaths[0] : undefined
  if (typeof newest !== 'object' || newest === null) return { reason: 'unknown', at: null, queue: undefined }
  const { reason, queue, time } = newest as Readonly<Record<string, unknown>>
  return {
    reason: String(reason ?? 'unknown'),
    queue: typeof queue === 'string' ? queue : undefined,
    at: typeof time === 'number' ? new Date(time * 1_000).toISOString() : time instanceof Date ? time.toISOString() : null,
  }
}

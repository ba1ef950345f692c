import { setTimeout as wait } from 'node:timers/promises'
import { ConsumerStatus } from 'rabbitmq-client'
import { readEnvelope } from '../../shared/contract/envelope-line.ts'
import type { Envelope } from '../../shared/model/envelope.ts'
import type { BusListener } from '../ports/agent-bus.ts'

interface Reply {
  readonly envelope: Envelope
  readonly decide: (status: ConsumerStatus | Promise<ConsumerStatus>) => void
}

/** More would keep everybody else waiting for too long. */
const mostTogether = 64
/** What could not be recorded comes again, but not at once. */
const againAfterMs = 500

/**
 * Hands on what agents say. What arrives together is recorded together: a commit costs more than most of what stands in it.
 * A message is acknowledged when it is recorded.
 */
export function createReplies(heard: BusListener['heard'], log: { error(fields: object, message: string): void }) {
  const waiting: Reply[] = []

  const record = (): void => {
    const replies = waiting.splice(0, mostTogether)
    if (waiting.length > 0) setImmediate(record)
    recordTogether(replies)
  }

  const recordTogether = (replies: readonly Reply[]): void => {
    try {
      const understood = heard(replies.map(({ envelope }) => envelope))
      replies.forEach(({ decide }, at) => decide(understood[at] === false ? ConsumerStatus.DROP : ConsumerStatus.ACK))
    } catch (error) {
      // One that cannot be recorded keeps none of the others from it.
      if (replies.length > 1) for (const reply of replies) recordTogether([reply])
      else for (const { envelope, decide } of replies) decide(again(error, envelope))
    }
  }

  const again = async (error: unknown, { traceId }: Envelope): Promise<ConsumerStatus> => {
    log.error({ error, trace_id: traceId }, 'a message of an agent could not be recorded; it will come again')
    await wait(againAfterMs)
    return ConsumerStatus.REQUEUE
  }

  return async ({ body }: { readonly body: unknown }): Promise<ConsumerStatus> => {
    const envelope = readEnvelope(body)
    if (!envelope) return ConsumerStatus.DROP
    const decided = Promise.withResolvers<ConsumerStatus>()
    waiting.push({ envelope, decide: decided.resolve })
    if (waiting.length === 1) setImmediate(record)
    return decided.promise
  }
}

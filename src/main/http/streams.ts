import { once } from 'node:events'
import type { ServerResponse } from 'node:http'
import type { FastifyReply } from 'fastify'
import { toLine } from '../../shared/contract/case.ts'
import type { OperationName } from '../../shared/contract/index.ts'
import type { Stream } from '../../shared/contract/operation.ts'
import type { Caller } from '../app/service.ts'
import { sendFailure } from './problem.ts'
import type { HttpConfig } from './config.ts'

/** A comment or heartbeat this often keeps a quiet stream from being taken for a dead one. */
const heartbeatEveryMs = 15_000
/** A reader that takes nothing for so long is let go: it resumes from the last id that it has. Until then it costs one page. */
const letGoAfterMs = 60_000

interface Opened {
  readonly name: OperationName
  readonly input: unknown
}

/** Server-sent events: each item with its own number as id, from which a reader resumes. */
export async function sendEvents(
  config: HttpConfig,
  { name, operation, input }: Opened & { readonly operation: Stream },
  caller: Caller,
  reply: FastifyReply,
  closing: AbortSignal,
): Promise<FastifyReply> {
  const gone = config.service.lasting(caller, untilGone(reply, closing))
  const opened = await config.service.open(name, input, caller, gone)
  if (!opened.ok) return sendFailure(reply, opened.failure, caller.traceId)
  const response = begin(reply, 'text/event-stream')
  response.write(': connected\n\n')
  const beat = setInterval(
    () =>
      !response.writableNeedDrain && response.write(operation.eventName === 'log' ? 'event: heartbeat\ndata: {}\n\n' : ': heartbeat\n\n'),
    heartbeatEveryMs,
  )
  try {
    for await (const items of opened.value) {
      const frames = items.map(
        (item) =>
          `id: ${operation.eventId(item as never)}\nevent: ${operation.eventName}\ndata: ${JSON.stringify(toLine(operation.output, item))}\n\n`,
      )
      await write(config, response, frames.join(''), gone)
    }
    if (!gone.aborted && !operation.quietEnd) response.write('event: done\ndata: {}\n\n')
  } catch (error) {
    if (!gone.aborted) config.log.error({ error, trace_id: caller.traceId }, 'a stream failed')
  } finally {
    clearInterval(beat)
    response.end()
  }
  return reply
}

export async function sendText(
  config: HttpConfig,
  { name, input, mediaType = 'text/plain; charset=utf-8' }: Opened & { readonly mediaType?: string | undefined },
  caller: Caller,
  reply: FastifyReply,
  closing: AbortSignal,
): Promise<FastifyReply> {
  const gone = config.service.lasting(caller, untilGone(reply, closing))
  const opened = await config.service.open(name, input, caller, gone)
  if (!opened.ok) return sendFailure(reply, opened.failure, caller.traceId)
  const response = begin(reply, mediaType)
  try {
    for await (const chunks of opened.value) await write(config, response, chunks.join(''), gone)
    response.end()
  } catch (error) {
    config.log.error({ error, trace_id: caller.traceId }, 'a text could not be sent to its end')
    response.destroy()
  }
  return reply
}

/** Takes the answer out of the framework's hands, with the headers that were set so far. */
function begin(reply: FastifyReply, type: string): ServerResponse {
  reply.hijack()
  const headers = Object.fromEntries(Object.entries(reply.getHeaders()).filter(([, value]) => value !== undefined))
  reply.raw.writeHead(200, { ...headers, 'Content-Type': type, 'Cache-Control': 'no-store', 'X-Accel-Buffering': 'no' })
  return reply.raw
}

async function write({ slowReaderMs, log }: HttpConfig, response: ServerResponse, text: string, gone: AbortSignal): Promise<void> {
  if (text === '' || gone.aborted || response.write(text)) return
  const slow = AbortSignal.timeout(slowReaderMs ?? letGoAfterMs)
  await once(response, 'drain', { signal: AbortSignal.any([gone, slow]) }).catch(() => {})
  if (gone.aborted || !slow.aborted || !response.writableNeedDrain) return
  log.info({}, 'a stream whose reader took nothing was closed')
  response.destroy()
}

function untilGone(reply: FastifyReply, closing: AbortSignal): AbortSignal {
  const left = new AbortController()
  reply.raw.once('close', () => left.abort())
  return AbortSignal.any([left.signal, closing])
}

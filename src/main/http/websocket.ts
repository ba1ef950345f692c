import { setTimeout as wait } from 'node:timers/promises'
import type { IncomingMessage, Server } from 'node:http'
import type { Duplex } from 'node:stream'
import { WebSocketServer, type WebSocket } from 'ws'
import type { Caller } from '../app/service.ts'
import { foreign, identify, unauthenticated } from './identity.ts'
import { problemOf } from './problem.ts'
import type { HttpConfig } from './config.ts'
import { followTopic, nameOf, topicOf, type Frame, type Topic } from './topics.ts'
import { newId } from '../../shared/machine/ids.ts'
import type { Failure } from '../../shared/model/failure.ts'
import { z } from 'zod'

/** While a reader leaves more than this unread, nothing more is sent to it; if it goes on so, it is told so, and let go. */
const mostUnreadBytes = 1_000_000
const usualPatienceMs = 10_000
const lookAgainMs = 20
const heartbeatEveryMs = 15_000
const largestMessage = 10_000
/** How many topics one reader may follow. */
const mostTopics = 100
/** Closing codes of the protocol: going away, not allowed, and try again later. */
const codes = { goingAway: 1001, notAllowed: 1008, tryAgain: 1013 } as const

const Subscribe = z.object({ type: z.literal('subscribe'), topic: z.string().max(200) })

/** `/ws/{trace_id}` tells of one piece of work, `/ws` of the topics that its reader subscribes to. */
export function addWebSocket(server: Server, config: HttpConfig, closing: AbortSignal): void {
  const sockets = new WebSocketServer({ noServer: true, maxPayload: largestMessage })
  server.on('upgrade', (request, socket, head) => {
    socket.on('error', () => socket.destroy())
    void admit(config, request)
      .then((admitted) => {
        if ('kind' in admitted) return refuse(socket, admitted)
        sockets.handleUpgrade(request, socket, head, (webSocket) => talk(config, webSocket, admitted, closing))
      })
      .catch((error: unknown) => {
        config.log.error({ error }, 'a web socket could not be opened')
        socket.destroy()
      })
  })
}

interface Admitted {
  readonly caller: Caller
  readonly traceId: string | undefined
}

async function admit(config: HttpConfig, request: IncomingMessage): Promise<Admitted | Failure> {
  const { pathname, searchParams } = new URL(request.url ?? '/', 'http://localhost')
  const path = /^\/ws(?:\/([\w-]{1,200}))?$/.exec(pathname)
  if (!path)
    return {
      kind: 'not_found',
      message: `There is no web socket at ${pathname.slice(0, 200)}`,
      entity: 'route',
      id: pathname.slice(0, 200),
    }
  const strange = foreign(request.headers)
  if (strange) return strange
  const identity = await identify(config, { authorization: request.headers.authorization, ticket: searchParams.get('ticket') ?? undefined })
  if (!identity) return unauthenticated
  if (!identity.scopes.has('jobs:read'))
    return { kind: 'forbidden', message: 'This needs the right jobs:read, which the token does not have' }
  const { user, scopes, tokenId, anonymous } = identity
  return {
    traceId: path[1],
    caller: { actor: user.id, user, scopes, tokenId, anonymous, via: 'api', requestId: newId(), traceId: newId() },
  }
}

function refuse(socket: Duplex, failure: Failure): void {
  const problem = problemOf(failure, newId())
  const body = JSON.stringify(problem)
  socket.end(
    `HTTP/1.1 ${problem.status} ${problem.title}\r\nContent-Type: application/problem+json\r\nContent-Length: ${Buffer.byteLength(body)}\r\nConnection: close\r\n\r\n${body}`,
  )
}

function talk(config: HttpConfig, socket: WebSocket, { caller, traceId }: Admitted, closing: AbortSignal): void {
  const left = new AbortController()
  const gone = config.service.lasting(caller, AbortSignal.any([left.signal, closing]))
  const state = { seq: 0 }
  const beat = setInterval(() => socket.ping(), heartbeatEveryMs)
  gone.addEventListener(
    'abort',
    () =>
      closing.aborted ? socket.close(codes.goingAway, 'the engine ends') : socket.close(codes.notAllowed, 'the token is no longer good'),
    { once: true },
  )
  socket
    .on('error', () => socket.terminate())
    .on('close', () => {
      clearInterval(beat)
      left.abort()
    })

  const say = ({ type, data }: Frame): void => {
    if (!gone.aborted && socket.readyState === socket.OPEN) socket.send(JSON.stringify({ type, seq: ++state.seq, data }))
  }

  const letGo = (): void => {
    if (gone.aborted) return
    config.log.info({ trace_id: caller.traceId }, 'a web socket whose reader was too slow was closed')
    say({
      type: 'error',
      data: {
        error_name: 'slow_reader',
        error_message: `More than ${mostUnreadBytes} bytes were not read: the connection ends here. Connect again for the present state.`,
      },
    })
    socket.close(codes.tryAgain, 'slow reader')
    left.abort()
  }

  /** What is told of waits where it is stored, not here, until the reader has caught up. */
  const send = async (frame: Frame): Promise<void> => {
    const patience = AbortSignal.timeout(config.slowReaderMs ?? usualPatienceMs)
    while (socket.bufferedAmount > mostUnreadBytes && !gone.aborted) {
      if (patience.aborted) return letGo()
      await wait(lookAgainMs)
    }
    say(frame)
  }

  const follow = (topic: Topic): void =>
    void followTopic(config.service, topic, caller, gone, send).catch((error: unknown) =>
      config.log.error({ error, trace_id: caller.traceId }, 'a web socket’s topic could not be followed'),
    )

  if (traceId !== undefined) return follow({ kind: 'trace', id: traceId })
  const topics = new Set<string>()
  socket.on('message', (data) => {
    const topic = subscription(data.toString())
    if (!topic) return say(wrong('Send {"type": "subscribe", "topic": "agents" | "queue" | "job:<id>" | "run:<id>"}'))
    if (topics.has(nameOf(topic))) return
    if (topics.size >= mostTopics) return say(wrong(`One connection follows ${mostTopics} topics at most: open another one`))
    topics.add(nameOf(topic))
    follow(topic)
  })
}

const wrong = (message: string): Frame => ({ type: 'error', data: { error_name: 'validation', error_message: message } })

function subscription(text: string): Topic | undefined {
  try {
    const asked = Subscribe.safeParse(JSON.parse(text))
    return asked.success ? topicOf(asked.data.topic) : undefined
  } catch {
    return undefined
  }
}

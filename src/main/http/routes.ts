import type { FastifyError, FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { fromLine, toLine } from '../../shared/contract/case.ts'
import { coercePath, coerceQuery, pathParameters, routesOf, type HttpRoute } from '../../shared/contract/http-route.ts'
import { operations, type OperationName } from '../../shared/contract/index.ts'
import type { Operation } from '../../shared/contract/operation.ts'
import type { Failure } from '../../shared/model/failure.ts'
import type { Right } from '../../shared/model/scope.ts'
import { nobody } from '../../shared/model/user.ts'
import type { Caller, Identity } from '../app/service.ts'
import { identify, unauthenticated } from './identity.ts'
import { refusalOf, sendFailure } from './problem.ts'
import type { HttpConfig } from './config.ts'
import { sendEvents, sendText } from './streams.ts'

/** One route for each way to each operation, derived from the contract. */
export function addRoutes(server: FastifyInstance, config: HttpConfig, closing: AbortSignal): void {
  server.addHook('onRequest', async (request, reply) => {
    const { operation } = request.routeOptions.config
    return operation && meet(config, operation, request, reply)
  })
  for (const [name, operation] of operations) {
    for (const route of routesOf(operation)) {
      const asked: Asked = { name, operation, route }
      server.route({
        method: route.method,
        url: route.path,
        config: { operation },
        ...(operation.largestBody !== undefined && { bodyLimit: operation.largestBody }),
        errorHandler: (error: FastifyError, request, reply) => void refuseUnread(config, asked, error, request, reply),
        handler: (request, reply) => answer(config, asked, request, reply, closing),
      })
    }
  }
}

interface Asked {
  readonly name: OperationName
  readonly operation: Operation
  readonly route: HttpRoute
}

/** Who calls is asked before anything of the body is read. */
async function meet(
  config: HttpConfig,
  operation: Operation,
  request: FastifyRequest,
  reply: FastifyReply,
): Promise<FastifyReply | undefined> {
  const identity = await identify(config, { authorization: request.headers.authorization, ticket: takeTicket(operation, request) })
  if (!identity && operation.scope !== 'none') return sendFailure(reply, unauthenticated, request.traceId)
  const { user, scopes, tokenId, anonymous }: Identity = identity ?? { user: nobody, scopes: new Set<Right>() }
  request.caller = {
    actor: user.id,
    user,
    scopes,
    tokenId,
    anonymous,
    via: request.headers['x-yardmaster-client'] === 'window' ? 'window' : 'api',
    requestId: request.requestId,
    traceId: request.traceId,
    address: request.ip,
  }
  return undefined
}

/** A ticket opens a stream; it is no field of the input. */
function takeTicket(operation: Operation, request: FastifyRequest): string | undefined {
  if (operation.kind !== 'stream') return undefined
  const { ticket, ...query } = request.query as Record<string, unknown>
  request.query = query
  return typeof ticket === 'string' ? ticket : undefined
}

/** A body that cannot be read is told of only to who might have sent a good one: the right and the row come first. */
function refuseUnread(
  { service, log }: HttpConfig,
  { name, operation, route }: Asked,
  error: FastifyError,
  request: FastifyRequest,
  reply: FastifyReply,
): FastifyReply {
  const failure = refusalOf(error, operation.largestBody)
  if (failure.kind === 'internal') log.error({ error, trace_id: request.traceId }, 'a call failed unexpectedly')
  return sendFailure(reply, service.refuses(name, pathOf(route, request), request.caller) ?? failure, request.traceId)
}

const pathOf = (route: HttpRoute, request: FastifyRequest): Record<string, unknown> =>
  Object.fromEntries(pathParameters(route.path).map((parameter) => [parameter, (request.params as Record<string, string>)[parameter]]))

async function answer(
  config: HttpConfig,
  asked: Asked,
  request: FastifyRequest,
  reply: FastifyReply,
  closing: AbortSignal,
): Promise<FastifyReply> {
  const { operation } = asked
  const read = readInput(asked, request)
  if ('kind' in read)
    return sendFailure(reply, config.service.refuses(asked.name, pathOf(asked.route, request), request.caller) ?? read, request.traceId)
  const caller: Caller = { ...request.caller, idempotencyKey: read.idempotencyKey }
  if (asked.name === 'runs.logs' && read.format === 'text') return answerLogText(config, read, caller, reply, closing)
  switch (operation.kind) {
    case 'stream':
      return sendEvents(config, { name: asked.name, operation, input: resumed(operation, read.input, request) }, caller, reply, closing)
    case 'text':
      return sendText(config, { name: asked.name, input: read.input, mediaType: operation.mediaType }, caller, reply, closing)
    case 'query':
    case 'command':
      return answerCall(config, asked, read, caller, reply)
  }
}

async function answerCall(
  { service }: HttpConfig,
  { name, operation }: Asked,
  read: Read,
  caller: Caller,
  reply: FastifyReply,
): Promise<FastifyReply> {
  const { result, replayed } = await service.call(name, read.input, caller)
  if (!result.ok) return sendFailure(reply, result.failure, caller.traceId)
  if (replayed) void reply.header('Idempotent-Replayed', 'true')
  return reply
    .code(statusOf(operation, result.value))
    .type('application/json; charset=utf-8')
    .send(JSON.stringify(toLine(operation.output, result.value)))
}

/** A degraded engine answers its health with 503, so that whoever only looks at the status knows. */
function statusOf(operation: Operation, value: unknown): number {
  if (operation.kind === 'command') return operation.success
  const degraded = typeof value === 'object' && value !== null && 'checks' in value && 'status' in value && value.status === 'degraded'
  return degraded ? 503 : 200
}

interface Read {
  readonly input: Record<string, unknown>
  readonly idempotencyKey: string | undefined
  readonly format: unknown
}

/** Path, query and body as one input, in TypeScript's spelling. What is wrong with it, the door says. */
function readInput({ name, operation, route }: Asked, request: FastifyRequest): Read | Failure {
  const { request_id: bodyKey, ...body } = (request.body ?? {}) as Record<string, unknown>
  if (
    typeof request.body === 'string' ||
    typeof request.body === 'number' ||
    typeof request.body === 'boolean' ||
    Array.isArray(request.body)
  ) {
    return { kind: 'validation', message: 'The body must be a JSON object', problems: [{ path: '', message: 'must be a JSON object' }] }
  }
  const { format, ...query } = { ...(request.query as Record<string, unknown>) }
  const wantsFormat = name === 'runs.logs'
  if (wantsFormat && format !== undefined && format !== 'json' && format !== 'text') {
    return { kind: 'validation', message: 'format must be json or text', problems: [{ path: 'format', message: 'must be json or text' }] }
  }
  const carried = { ...coerceQuery(operation, wantsFormat || format === undefined ? query : { ...query, format }), ...body }
  const path = coercePath(operation, pathOf(route, request))
  const header = request.headers['idempotency-key']
  const key = typeof header === 'string' ? header : bodyKey
  if (key !== undefined && !(typeof key === 'string' && key.length >= 1 && key.length <= 200)) {
    return {
      kind: 'validation',
      message: 'request_id: must be a text of 1 to 200 characters',
      problems: [{ path: 'request_id', message: 'must be a text of 1 to 200 characters' }],
    }
  }
  return { input: { ...(fromLine(operation.input, carried) as Record<string, unknown>), ...path }, idempotencyKey: key, format }
}

/** A reader that comes back names the last item it has seen. */
function resumed(
  operation: Extract<Operation, { kind: 'stream' }>,
  input: Record<string, unknown>,
  request: FastifyRequest,
): Record<string, unknown> {
  const last = request.headers['last-event-id']
  if (typeof last !== 'string' || !/^\d{1,15}$/.test(last)) return input
  return { ...input, [operation.resumeAt.field]: Number(last) + operation.resumeAt.offset }
}

/** `…/logs?format=text`: everything as it was printed, or, where a part was asked for, that part. */
async function answerLogText(
  config: HttpConfig,
  read: Read,
  caller: Caller,
  reply: FastifyReply,
  closing: AbortSignal,
): Promise<FastifyReply> {
  const { runId, stream, ...part } = read.input
  if (Object.keys(part).length === 0)
    return sendText(config, { name: 'runs.output', input: { runId, ...(stream !== undefined && { stream }) } }, caller, reply, closing)
  const { result } = await config.service.call('runs.logs', read.input, caller)
  if (!result.ok) return sendFailure(reply, result.failure, caller.traceId)
  const { lines } = result.value as { lines: readonly { stream: string; text: string }[] }
  return reply.type('text/plain; charset=utf-8').send(
    lines
      .filter((line) => line.stream !== 'system')
      .map((line) => `${line.text}\n`)
      .join(''),
  )
}

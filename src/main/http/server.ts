import Fastify, { type FastifyError, type FastifyInstance, type FastifyRequest } from 'fastify'
import { newId } from '../../shared/machine/ids.ts'
import type { Operation } from '../../shared/contract/operation.ts'
import type { Caller } from '../app/service.ts'
import type { HttpConfig } from './config.ts'
import { drained } from './drain.ts'
import { foreign } from './identity.ts'
import { noRoute } from './no-route.ts'
import { largestBody, refusalOf, sendFailure } from './problem.ts'
import { addRoutes } from './routes.ts'
import { addDocumentation } from './documentation.ts'
import { addWebSocket } from './websocket.ts'
import { addWindow } from './window.ts'

export interface HttpServer {
  readonly port: number
  /** Ends open streams too. */
  close(): Promise<void>
}

/** A connection that sends nothing, or sends slowly, is let go after these many milliseconds. */
const patience = { headers: 10_000, request: 30_000, keepAlive: 30_000 }

/** The door checks what comes in: no route has a schema of the framework's kind, and what compiles them need not be loaded. */
const uncompiled = (): never => {
  throw new Error('A route has a schema: the contract is where inputs and outputs are declared')
}
const withoutSchemas = { compilersFactory: { buildValidator: uncompiled, buildSerializer: uncompiled } }

declare module 'fastify' {
  interface FastifyRequest {
    traceId: string
    requestId: string
    caller: Caller
  }
  interface FastifyContextConfig {
    operation?: Operation
  }
}

export async function serveHttp(config: HttpConfig): Promise<HttpServer> {
  const closing = new AbortController()
  const server = Fastify({
    bodyLimit: largestBody,
    requestTimeout: patience.request,
    keepAliveTimeout: patience.keepAlive,
    http: { headersTimeout: patience.headers },
    forceCloseConnections: true,
    routerOptions: { maxParamLength: 500 },
    onProtoPoisoning: 'error',
    onConstructorPoisoning: 'error',
    exposeHeadRoutes: false,
    schemaController: withoutSchemas,
  })
  addIdentity(server, config)
  addRefusals(server, config)
  addRoutes(server, config, closing.signal)
  addDocumentation(server, config.version)
  if (config.staticDir) addWindow(server, config.staticDir)
  addWebSocket(server.server, config, closing.signal)
  const port = await listen(server, config.port)
  return {
    port,
    async close() {
      closing.abort()
      await server.close()
    },
  }
}

/** Names each call, writes it down, and turns away what comes from elsewhere. */
function addIdentity(server: FastifyInstance, { log, answered }: HttpConfig): void {
  server.decorateRequest('traceId', '')
  server.decorateRequest('requestId', '')
  server.decorateRequest('caller', null as never)
  server.addHook('onRequest', async (request, reply) => {
    request.traceId = newId()
    request.requestId = requestIdOf(request)
    void reply
      .header('X-Request-ID', request.requestId)
      .header('X-Trace-Id', request.traceId)
      .header('X-Content-Type-Options', 'nosniff')
      .header('Referrer-Policy', 'no-referrer')
    const refused = foreign(request.headers)
    if (refused) return sendFailure(reply, refused, request.traceId)
    // Before its body, which may never come, is waited for.
    if (request.is404) return sendFailure(reply, noRoute(request), request.traceId)
  })
  server.addHook('onSend', async (request, reply) => {
    if (reply.statusCode >= 400) await drained(request.raw)
  })
  server.addHook('onResponse', async (request, reply) => {
    log.info(
      {
        method: request.method,
        path: request.url.split('?')[0],
        status: reply.statusCode,
        duration_ms: Math.round(reply.elapsedTime * 10) / 10,
        request_id: request.requestId,
        trace_id: request.traceId,
        actor: (request.caller as Caller | null)?.actor,
      },
      'call',
    )
    answered?.({
      method: request.method,
      route: request.routeOptions.url ?? 'none',
      status: reply.statusCode,
      seconds: reply.elapsedTime / 1_000,
    })
  })
}

/** The caller's own id where it is one that can stand in a header and a log. */
function requestIdOf(request: FastifyRequest): string {
  const given = request.headers['x-request-id']
  return typeof given === 'string' && /^[\x21-\x7e]{1,200}$/.test(given) ? given : newId()
}

function addRefusals(server: FastifyInstance, { log }: HttpConfig): void {
  server.removeAllContentTypeParsers()
  server.addContentTypeParser('application/json', { parseAs: 'string' }, (request, body, done) => {
    if (body === '') return done(null, undefined)
    void server.getDefaultJsonParser('error', 'error')(request, String(body), done)
  })
  // An empty body needs no content type: POST …/run carries nothing.
  server.addContentTypeParser('*', (request, payload, done) => {
    payload.resume()
    if (request.headers['content-length'] === '0') return done(null, undefined)
    done(Object.assign(new Error('Only application/json is accepted'), { statusCode: 415 }))
  })
  server.setErrorHandler((error: FastifyError, request, reply) => {
    const failure = refusalOf(error, request.routeOptions.bodyLimit)
    if (failure.kind === 'internal') log.error({ error, trace_id: request.traceId }, 'a call failed unexpectedly')
    return sendFailure(reply, failure, request.traceId)
  })
  server.setNotFoundHandler((request, reply) => sendFailure(reply, noRoute(request), request.traceId))
}

const portsTried = 50

async function listen(server: FastifyInstance, wanted: number): Promise<number> {
  for (let port = wanted; ; port++) {
    try {
      await server.listen({ host: '127.0.0.1', port })
      const address = server.server.address()
      return typeof address === 'object' && address ? address.port : port
    } catch (error) {
      const taken = error instanceof Error && 'code' in error && error.code === 'EADDRINUSE'
      if (!taken || wanted === 0 || port >= Math.min(wanted + portsTried, 65_535)) throw error
    }
  }
}

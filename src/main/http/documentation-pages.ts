import swagger from '@fastify/swagger'
import swaggerUi from '@fastify/swagger-ui'
import Fastify, { type FastifyInstance } from 'fastify'
import { noRoute } from './no-route.ts'
import { sendFailure } from './problem.ts'

/** `/docs` and what lies below it: a server of its own, that listens nowhere and is handed its requests. */
export async function documentationPages(document: object): Promise<FastifyInstance> {
  const server = Fastify({ exposeHeadRoutes: false })
  await server.register(swagger, { mode: 'static', specification: { document: document as never } })
  await server.register(swaggerUi, { routePrefix: '/docs', staticCSP: true, uiConfig: { tryItOutEnabled: true } })
  server.setNotFoundHandler((request, reply) => sendFailure(reply, noRoute(request), String(reply.raw.getHeader('X-Trace-Id'))))
  await server.ready()
  return server
}

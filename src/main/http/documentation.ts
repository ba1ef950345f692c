import swaggerUi from '@fastify/swagger-ui'
import type { FastifyInstance } from 'fastify'
import { openApi } from './open-api.ts'

/** `/openapi.json`, made from the contract, and `/docs`, which shows it without anything from elsewhere. */
export function addDocumentation(server: FastifyInstance, version: string): void {
  const document = openApi(version)
  const json = JSON.stringify(document)
  server.get('/openapi.json', (_request, reply) => reply.type('application/json; charset=utf-8').send(json))
  // The page's plugin asks for the document of another plugin, which would derive it from routes; ours comes from the contract.
  server.decorate('swagger', () => document)
  void server.register(swaggerUi, { routePrefix: '/docs', staticCSP: true, uiConfig: { persistAuthorization: false, tryItOutEnabled: true } })
}

import swagger from '@fastify/swagger'
import swaggerUi from '@fastify/swagger-ui'
import type { FastifyInstance } from 'fastify'
import { openApi } from './open-api.ts'
import { postmanCollection } from './postman.ts'

/** `/openapi.json` and `/postman.json`, made from the contract, and `/docs`, which shows it without anything from elsewhere. */
export function addDocumentation(server: FastifyInstance, version: string): void {
  const document = openApi(version)
  const json = JSON.stringify(document)
  server.get('/openapi.json', (_request, reply) => reply.type('application/json; charset=utf-8').send(json))
  const collection = JSON.stringify(postmanCollection(version))
  server.get('/postman.json', (_request, reply) => reply.type('application/json; charset=utf-8').send(collection))
  void server.register(swagger, { mode: 'static', specification: { document: document as never } })
  void server.register(swaggerUi, { routePrefix: '/docs', staticCSP: true, uiConfig: { tryItOutEnabled: true } })
}

import type { FastifyRequest } from 'fastify'
import { operations } from '../../shared/contract/index.ts'
import type { Failure } from '../../shared/model/failure.ts'

/** Of an address where nothing is. */
export const noRoute = (request: Pick<FastifyRequest, 'method' | 'url'>): Failure => {
  const path = request.url.split('?')[0] ?? ''
  return {
    kind: 'not_found',
    message: `There is no ${request.method} ${path.slice(0, 200)}. /docs lists what there is (${operations.size} operations).`,
    entity: 'route',
    id: path.slice(0, 200),
  }
}

import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { discard, startEngine, value, type TestEngine } from '../app/engine.fixture.ts'
import { bodiesOf, wrongBodies } from './arbitrary.fixture.ts'
import { openApi } from './open-api.ts'
import { serveHttp, type HttpServer } from './server.ts'

const token = 'the-token-of-this-test'
/** Long enough for a slow machine; whoever needs it has hung. */
const patienceMs = 20_000

type Schema = { readonly [key: string]: unknown }
interface Parameter {
  readonly name: string
  readonly in: string
  readonly schema: Schema
}
interface Described {
  readonly operationId: string
  readonly parameters?: readonly Parameter[]
  readonly requestBody?: { readonly content: Readonly<Record<string, { readonly schema: Schema }>> }
  readonly responses: Readonly<Record<string, { readonly content?: object }>>
}
const document = openApi('1.2.3') as unknown as {
  paths: Record<string, Record<string, Described>>
  components: { schemas: Record<string, Schema> }
}
const { schemas } = document.components

const described = Object.entries(document.paths).flatMap(([path, methods]) =>
  Object.entries(methods).map(([method, operation]) => ({ method: method.toUpperCase(), path, operation })),
)

/** What waits for an agent, or for runs to end, is asked for rows that are nowhere: there is nobody here to wait for. */
const waits = (method: string, path: string): boolean => method === 'DELETE' || /\/test$/.test(path)

describe('every endpoint of the OpenAPI document answers whatever it is asked, as documented', () => {
  let engine: TestEngine
  let server: HttpServer
  const rows: Record<string, string> = {}
  const failed: unknown[] = []
  beforeAll(async () => {
    engine = startEngine(undefined, (error) => failed.push(error))
    server = await serveHttp({
      service: engine.service,
      token,
      port: 0,
      version: '1.2.3',
      log: {
        info() {},
        error(fields) {
          failed.push(fields)
        },
      },
    })
    const profile = value(await engine.client.profiles.create({ name: 'p' }))
    const job = value(await engine.client.jobs.create({ name: 'j' }))
    const task = value(await engine.client.tasks.create({ name: 't', command: 'true', jobId: job.id }))
    const run = value(await engine.client.tasks.run({ taskId: task.id }))
    Object.assign(rows, { job_id: job.id, task_id: task.id, run_id: run.id, profile_id: profile.id })
  })
  afterAll(async () => {
    await server.close()
    await engine[Symbol.asyncDispose]()
    discard(engine)
  })

  const idFor = (name: string, method: string, path: string) => {
    const known = waits(method, path) ? undefined : rows[name]
    const unknown = fc.oneof(
      fc.uuid(),
      fc.string({ minLength: 1, maxLength: 60 }).filter((text) => text !== '.' && text !== '..'),
      fc.constantFrom('%', "' or 1=1 --", '０', '\u0000'),
    )
    return known === undefined ? unknown : fc.oneof({ weight: 3, arbitrary: fc.constant(known) }, { weight: 1, arbitrary: unknown })
  }

  const request = ({ method, path, operation }: (typeof described)[number]) => {
    const { parameters = [], requestBody } = operation
    const good = requestBody && bodiesOf(requestBody.content['application/json']!.schema, schemas)
    const inQuery = parameters.filter((one) => one.in === 'query')
    return fc
      .record({
        path: fc.record(
          Object.fromEntries(parameters.filter((one) => one.in === 'path').map((one) => [one.name, idFor(one.name, method, path)])),
        ),
        query: fc.oneof(
          fc.record(Object.fromEntries(inQuery.map((one) => [one.name, bodiesOf(one.schema, schemas)])), { requiredKeys: [] }),
          fc.dictionary(
            fc.oneof(fc.string({ maxLength: 10 }), fc.constantFrom('limit', 'offset', ...inQuery.map((one) => one.name))),
            fc.string({ maxLength: 30 }),
            { maxKeys: 2 },
          ),
        ),
        body: good ? fc.oneof(good, wrongBodies(good)) : fc.constant(undefined),
      })
      .map((asked) => ({
        url: `${path.replace(/\{(\w+)\}/g, (_, name: string) => encodeURIComponent(String((asked.path as Record<string, unknown>)[name])))}?${new URLSearchParams(
          Object.entries(asked.query)
            .filter(([, held]) => held !== undefined)
            .map(([key, held]) => [key, String(held)]),
        ).toString()}`,
        body: asked.body,
      }))
  }

  const send = (method: string, url: string, body: unknown): Promise<Response> =>
    fetch(`http://127.0.0.1:${server.port}${url}`, {
      method,
      signal: AbortSignal.timeout(patienceMs),
      headers: { Authorization: `Bearer ${token}`, ...(body !== undefined && { 'Content-Type': 'application/json' }) },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    })

  test.each(described.map((one) => [one.method, one.path, one] as const))(
    '%s %s',
    async (method, _path, one) => {
      failed.splice(0)
      await fc.assert(
        fc.asyncProperty(request(one), async ({ url, body }) => {
          const response = await send(method, url, body)
          expect(Object.keys(one.operation.responses), `${response.status} is documented`).toContain(String(response.status))
          expect(response.status, failed.map(String).join('; ')).not.toBe(500)
          const type = response.headers.get('content-type') ?? ''
          if (response.status >= 400 && response.status !== 503) {
            expect(type).toBe('application/problem+json')
            expect(await response.json()).toMatchObject({
              status: response.status,
              error_code: expect.any(Number) as number,
              error_message: expect.any(String) as string,
              trace_id: expect.any(String) as string,
            })
          } else {
            await response.body?.cancel()
          }
        }),
        { numRuns: 12, seed: 20_261_125, endOnFailure: true },
      )
      expect(failed.splice(0)).toEqual([])
    },
    120_000,
  )
})

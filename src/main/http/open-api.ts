import { z } from 'zod'
import { snakeCase } from '../../shared/contract/case.ts'
import { fieldsIn, pathParameters, routesOf, splitRoute, type HttpRoute } from '../../shared/contract/http-route.ts'
import { operations } from '../../shared/contract/index.ts'
import type { Operation } from '../../shared/contract/operation.ts'
import { failureTable, type FailureKind } from '../../shared/model/failure.ts'
import { description, needed, otherPaths, refused, securitySchemes, successHeaders, tagsOf } from './open-api-about.ts'

type Json = { readonly [key: string]: unknown }

/** The OpenAPI 3.1 document of the contract: what is declared is what is documented. */
export function openApi(version: string): Json {
  const schemas: Record<string, Json> = { Problem: problemSchema }
  const paths: Record<string, Record<string, Json>> = {}
  for (const [name, operation] of operations) {
    for (const [index, route] of routesOf(operation).entries()) {
      const path = route.path.replace(/:(\w+)/g, (_, parameter: string) => `{${snakeCase(parameter)}}`)
      const id = index === 0 ? name : `${name}.${route.method.toLowerCase()}${index}`
      ;(paths[path] ??= {})[route.method.toLowerCase()] = described(id, operation, route, schemas)
    }
  }
  return {
    openapi: '3.1.0',
    info: { title: 'Yardmaster', version, description, license: { name: 'MIT', identifier: 'MIT' } },
    servers: [{ url: '/' }],
    tags: tagsOf(operations.keys()),
    paths: { ...paths, ...otherPaths },
    components: { schemas, securitySchemes },
    security: [{ token: [] }, { user: [] }],
  }
}

function described(id: string, operation: Operation, route: HttpRoute, schemas: Record<string, Json>): Json {
  const body = fieldsIn(operation, 'body')
  return {
    operationId: id,
    tags: [id.split('.')[0]],
    summary: operation.summary,
    ...needed(operation.scope, operation.kind === 'stream'),
    parameters: [...parameters(operation, route, schemas), ...headers(operation)],
    ...(body.length > 0 && {
      requestBody: {
        required: requiredFields(operation, body).length > 0,
        content: {
          'application/json': {
            schema: bodySchema(operation, body, schemas),
            ...(operation.example !== undefined && { example: operation.example }),
          },
        },
      },
    }),
    responses: responses(operation, schemas),
  }
}

const isOptional = (schema: z.core.$ZodType): boolean => z.safeParse(schema, undefined).success

const requiredFields = (operation: Operation, fields: readonly string[]): string[] =>
  fields.filter((field) => !isOptional(fieldSchema(operation, field)))

const fieldSchema = (operation: Operation, field: string): z.core.$ZodType => {
  const schema = (operation.input.shape as Readonly<Record<string, z.core.$ZodType>>)[field]
  if (!schema) throw new Error(`no field ${field}`)
  return schema
}

function parameters(operation: Operation, route: HttpRoute, schemas: Record<string, Json>): Json[] {
  const inPath = pathParameters(route.path)
  const path = inPath.map((name) => ({
    name: snakeCase(name),
    in: 'path',
    required: true,
    schema: inputSchema(fieldSchema(operation, name), schemas),
  }))
  const query = fieldsIn(operation, 'query').map((name) => ({
    name: snakeCase(name),
    in: 'query',
    required: !isOptional(fieldSchema(operation, name)),
    schema: inputSchema(fieldSchema(operation, name), schemas),
  }))
  return [...path, ...query, ...elsewhere(operation)]
}

/** `format` is read before the operation: it chooses how the same lines are answered. */
const elsewhere = (operation: Operation): Json[] =>
  operation.route === 'GET /api/runs/:runId/logs'
    ? [
        {
          name: 'format',
          in: 'query',
          required: false,
          schema: { enum: ['json', 'text'], default: 'json' },
          description: 'text: what was printed, as it is',
        },
      ]
    : []

function headers(operation: Operation): Json[] {
  const text = { type: 'string', maxLength: 200 }
  if (operation.kind === 'command')
    return [
      {
        name: 'Idempotency-Key',
        in: 'header',
        required: false,
        schema: text,
        description: 'The same key and call again: the same answer, and no second effect, for an hour',
      },
    ]
  if (operation.kind === 'stream')
    return [{ name: 'Last-Event-ID', in: 'header', required: false, schema: text, description: 'Go on after this id' }]
  return []
}

const bodySchema = (operation: Operation, fields: readonly string[], schemas: Record<string, Json>): Json => ({
  type: 'object',
  properties: Object.fromEntries(fields.map((field) => [snakeCase(field), inputSchema(fieldSchema(operation, field), schemas)])),
  ...(requiredFields(operation, fields).length > 0 && { required: requiredFields(operation, fields).map(snakeCase) }),
  additionalProperties: false,
})

function responses(operation: Operation, schemas: Record<string, Json>): Json {
  const success = operation.kind === 'command' ? operation.success : 200
  const answer = {
    description: operation.summary,
    headers: successHeaders({ replays: operation.kind === 'command' }),
    content: content(operation, schemas),
  }
  const refusals = [...refusalsOf(operation)].map(([status, kinds]) => [status, refused(status, kinds)] as const)
  const degraded = operation.summary === 'Is everything well?' ? { 503: { ...answer, description: 'Degraded' } } : {}
  return { [success]: answer, ...Object.fromEntries(refusals), ...degraded }
}

function content(operation: Operation, schemas: Record<string, Json>): Json {
  switch (operation.kind) {
    case 'text':
      return { [operation.mediaType ?? 'text/plain']: { schema: { type: 'string' } } }
    case 'stream':
      return {
        'text/event-stream': {
          schema: outputSchema(operation.output, schemas),
          example: `id: 1\nevent: ${operation.eventName}\ndata: {…}\n\n`,
        },
      }
    default:
      return { 'application/json': { schema: outputSchema(operation.output, schemas) } }
  }
}

/** The ways to be refused, by status. */
function refusalsOf(operation: Operation): ReadonlyMap<number, readonly FailureKind[]> {
  const byStatus = new Map<number, FailureKind[]>()
  for (const kind of new Set([...usualFailures(operation), ...(operation.failures ?? [])])) {
    const { status } = failureTable[kind]
    byStatus.set(status, [...(byStatus.get(status) ?? []), kind])
  }
  return byStatus
}

function usualFailures(operation: Operation): readonly FailureKind[] {
  const { method, path } = splitRoute(operation.route)
  const always: FailureKind[] = ['validation', 'internal']
  const closed: FailureKind[] = operation.scope === 'none' ? [] : ['unauthenticated', 'forbidden']
  const carrying: FailureKind[] = method === 'GET' || method === 'DELETE' ? [] : ['bad_request', 'too_large', 'unsupported_media_type']
  const changing: FailureKind[] = operation.kind === 'command' ? ['conflict', 'storage_failure'] : []
  const naming: FailureKind[] = pathParameters(path).length > 0 ? ['not_found'] : []
  return [...closed, ...naming, ...always, ...carrying, ...changing]
}

const inputSchema = (schema: z.core.$ZodType, schemas: Record<string, Json>): unknown =>
  onLine(z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' }), schemas)
const outputSchema = (schema: z.core.$ZodType, schemas: Record<string, Json>): unknown =>
  onLine(z.toJSONSchema(schema, { io: 'output', unrepresentable: 'any' }), schemas)

/**
 * The schema as the line spells it. A schema with a name of its own (`id`) becomes a component, and is referred to.
 */
function onLine(schema: unknown, schemas: Record<string, Json>): unknown {
  if (Array.isArray(schema)) return schema.map((item) => onLine(item, schemas))
  if (typeof schema !== 'object' || schema === null) return schema
  const { $schema: _dialect, $defs, id, ...rest } = schema as Record<string, unknown>
  for (const [name, definition] of Object.entries(($defs ?? {}) as Record<string, Json>)) onLine({ ...definition, id: name }, schemas)
  const reference = typeof rest['$ref'] === 'string' ? rest['$ref'].replace('#/$defs/', '#/components/schemas/') : undefined
  if (reference) return { ...rest, $ref: reference }
  const written = Object.fromEntries(Object.entries(rest).map(([key, value]) => [key, spelled(key, value, schemas)]))
  if (typeof id !== 'string') return written
  schemas[id] = written
  return { $ref: `#/components/schemas/${id}` }
}

function spelled(key: string, value: unknown, schemas: Record<string, Json>): unknown {
  if (key === 'properties')
    return Object.fromEntries(Object.entries(value as Json).map(([name, field]) => [snakeCase(name), onLine(field, schemas)]))
  if (key === 'required') return (value as string[]).map(snakeCase)
  if (key === 'enum' || key === 'const' || key === 'default' || key === 'examples') return value
  return onLine(value, schemas)
}

const problemSchema: Json = {
  type: 'object',
  description: 'RFC 9457: what happened, to what, and what to do next',
  required: ['type', 'title', 'status', 'detail', 'error_code', 'error_name', 'error_message', 'trace_id', 'details'],
  properties: {
    type: { type: 'string' },
    title: { type: 'string' },
    status: { type: 'integer' },
    detail: { type: 'string' },
    error_code: { type: 'integer', description: 'What programs match on' },
    error_name: { type: 'string' },
    error_message: { type: 'string' },
    trace_id: { type: 'string', description: 'Under this id the engine’s log says more' },
    details: { description: 'Of bad input: each field with its path. Of a refused change of state: current_state and requested_state' },
  },
}

import { z } from 'zod'
import { snakeCase } from './case.ts'
import type { Operation, Route } from './operation.ts'

/*
 * How an operation lies on HTTP: which fields go in the path, which in the query, and which in the body.
 */

export interface HttpRoute {
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'
  /** `/api/jobs/:jobId` */
  readonly path: string
}

export function splitRoute(route: Route): HttpRoute {
  const [method = 'GET', path = '/'] = route.split(' ')
  return { method: method as HttpRoute['method'], path }
}

export const routesOf = (operation: Operation): readonly HttpRoute[] => [operation.route, ...(operation.alsoAt ?? [])].map(splitRoute)

export const pathParameters = (path: string): readonly string[] => [...path.matchAll(/:(\w+)/g)].map(([, name = '']) => name)

export type FieldPlace = 'path' | 'query' | 'body'

export function placeOf(operation: Operation, field: string): FieldPlace {
  const { method, path } = splitRoute(operation.route)
  if (pathParameters(path).includes(field)) return 'path'
  return method === 'GET' || method === 'DELETE' || operation.inQuery?.includes(field) ? 'query' : 'body'
}

export const fieldsIn = (operation: Operation, place: FieldPlace): readonly string[] =>
  Object.keys(operation.input.shape).filter((field) => placeOf(operation, field) === place)

/** A query carries text: what the schema wants as a number or a truth value is read as one, the rest stays for the door to refuse. */
export function coerceQuery(operation: Operation, query: Readonly<Record<string, unknown>>): Record<string, unknown> {
  const byLine = fieldsOnLine(operation.input)
  return Object.fromEntries(Object.entries(query).map(([key, text]) => [key, coerce(byLine.get(key), text)]))
}

const lines = new WeakMap<z.ZodObject, ReadonlyMap<string, z.core.$ZodType>>()

function fieldsOnLine(input: z.ZodObject): ReadonlyMap<string, z.core.$ZodType> {
  const known = lines.get(input)
  if (known) return known
  const made = new Map(
    Object.entries(input.shape as Readonly<Record<string, z.core.$ZodType>>).map(([name, schema]) => [snakeCase(name), schema]),
  )
  lines.set(input, made)
  return made
}

function coerce(schema: z.core.$ZodType | undefined, text: unknown): unknown {
  const inner = schema && unwrapped(schema)
  if (typeof text !== 'string') return text
  if (inner instanceof z.ZodNumber && text.trim() !== '' && Number.isFinite(Number(text))) return Number(text)
  if (inner instanceof z.ZodNumber && text === 'null' && z.safeParse(schema ?? inner, null).success) return null
  if (inner instanceof z.ZodBoolean && (text === 'true' || text === 'false')) return text === 'true'
  return text
}

/** A path carries text too; its parameters are spelled as the fields of the input. */
export function coercePath(operation: Operation, path: Readonly<Record<string, unknown>>): Record<string, unknown> {
  const shape = operation.input.shape as Readonly<Record<string, z.core.$ZodType>>
  return Object.fromEntries(Object.entries(path).map(([field, text]) => [field, coerce(shape[field], text)]))
}

/** The schema without optional, nullable and default around it. */
export function unwrapped(schema: z.core.$ZodType): z.core.$ZodType {
  if (schema instanceof z.ZodOptional || schema instanceof z.ZodNullable || schema instanceof z.ZodDefault)
    return unwrapped(schema.unwrap())
  return schema
}

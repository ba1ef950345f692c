import { z } from 'zod'
import { failureTable, FieldProblem, type Failure, type FailureKind } from '../model/failure.ts'
import { fail, ok } from '../model/result.ts'
import { fromLine, snakeCase, toLine } from './case.ts'
import type { Wire } from './client.ts'
import { fieldsIn, pathParameters, splitRoute } from './http-route.ts'
import { operationAt, type OperationName } from './index.ts'
import type { Operation } from './operation.ts'
import { eventsOf } from './sse.ts'

/** The engine does not answer: it is not running, or not at this address. */
export class EngineUnreachable extends Error {
  override readonly name = 'EngineUnreachable'
}

/** An opened stream was refused. */
export class StreamRefused extends Error {
  override readonly name = 'StreamRefused'
  readonly failure: Failure
  constructor(failure: Failure) {
    super(failure.message)
    this.failure = failure
  }
}

export interface HttpWireConfig {
  /** Without a slash at the end; empty for the page's own server. */
  readonly baseUrl: string
  readonly token: string
  readonly fetch: Fetch
  /** Said with each call, by the window in a browser: what it starts was started by hand. */
  readonly client?: 'window' | undefined
}

/** What the wire asks of `fetch`. */
export type Fetch = (url: string, init: FetchInit) => Promise<Fetched>
interface FetchInit {
  readonly method: string
  readonly headers: Record<string, string>
  readonly body?: string
  readonly signal?: AbortSignal
}
export interface Fetched extends Pick<Response, 'ok' | 'status' | 'body'> {
  readonly headers: { get(name: string): string | null }
  json(): Promise<unknown>
}

/** The wire over HTTP, for the command line and for the window in a browser. */
export function createHttpWire(config: HttpWireConfig): Wire {
  return {
    async call(name, input) {
      const operation = declared(name)
      const response = await send(config, operation, input)
      if (!response.ok && !isHealth(operation, response)) return fail(await failureFrom(response))
      return ok(fromLine(operation.output, await response.json()))
    },
    async *open(name, input, abort) {
      const operation = declared(name)
      const response = await send(config, operation, input, abort)
      if (!response.ok || !response.body) throw new StreamRefused(await failureFrom(response))
      const text = response.body.pipeThrough(new TextDecoderStream())
      if (operation.kind === 'text') {
        for await (const chunk of chunksOf(text, abort)) yield [chunk]
        return
      }
      for await (const items of eventsOf(chunksOf(text, abort), operation.kind === 'stream' ? operation.eventName : '')) {
        if (items.length > 0) yield items.map((item) => fromLine(operation.output, item))
      }
    },
  }
}

function declared(name: OperationName): Operation {
  const operation = operationAt(name)
  if (!operation) throw new Error(`There is no operation ${name}`)
  return operation
}

/** A degraded engine answers its health with a status of its own, and an ordinary body. */
const isHealth = (operation: Operation, response: Fetched): boolean =>
  response.status === 503 && operation.scope === 'none' && !response.headers.get('content-type')?.includes('problem')

async function send(
  { baseUrl, token, fetch, client }: HttpWireConfig,
  operation: Operation,
  input: unknown,
  abort?: AbortSignal,
): Promise<Fetched> {
  const { method, path } = splitRoute(operation.route)
  const given = (toLine(operation.input, input) ?? {}) as Record<string, unknown>
  const address = path.replace(/:(\w+)/g, (_, parameter: string) => encodeURIComponent(String(given[snakeCase(parameter)] ?? '')))
  const query = new URLSearchParams(
    fieldsIn(operation, 'query').flatMap((field) => {
      const value = given[snakeCase(field)]
      return value === undefined ? [] : [[snakeCase(field), String(value)]]
    }),
  )
  const elsewhere = new Set([...pathParameters(path), ...fieldsIn(operation, 'query')].map(snakeCase))
  const body = Object.fromEntries(Object.entries(given).filter(([field]) => !elsewhere.has(field)))
  const hasBody = method !== 'GET' && method !== 'DELETE'
  try {
    return await fetch(`${baseUrl}${address}${query.size > 0 ? `?${query.toString()}` : ''}`, {
      method,
      headers: {
        Authorization: `Bearer ${token}`,
        ...(client && { 'X-Yardmaster-Client': client }),
        ...(hasBody && { 'Content-Type': 'application/json' }),
      },
      ...(hasBody && { body: JSON.stringify(body) }),
      ...(abort && { signal: abort }),
    })
  } catch (error) {
    if (abort?.aborted) throw error
    throw new EngineUnreachable('The engine does not answer', { cause: error })
  }
}

async function* chunksOf(stream: ReadableStream<string>, abort: AbortSignal): AsyncGenerator<string> {
  const reader = stream.getReader()
  try {
    for (;;) {
      const { done, value } = await reader.read()
      if (done || abort.aborted) return
      yield value
    }
  } catch (error) {
    if (abort.aborted) return
    throw new EngineUnreachable('The engine went away', { cause: error })
  } finally {
    await reader.cancel().catch(() => {})
  }
}

const Told = z.object({ error_name: z.string(), error_message: z.string(), status: z.int(), details: z.unknown() })
const StateDetails = z.object({ current_state: z.string(), requested_state: z.string() })
const RetryDetails = z.object({ retry_after_seconds: z.int() })
const RowDetails = z.object({ entity: z.string(), id: z.string() })

/** The failure that the engine told of, from its problem document. */
async function failureFrom(response: Fetched): Promise<Failure> {
  const told = Told.safeParse(await response.json().catch(() => undefined))
  if (!told.success) return { kind: 'internal', message: `The engine answered ${response.status} without saying why` }
  const { error_message: message, details } = told.data
  const kind = kindOf(told.data.error_name, told.data.status)
  switch (kind) {
    case 'validation':
      return {
        kind,
        message,
        problems:
          z
            .array(FieldProblem)
            .safeParse(details)
            .data?.map((problem) => ({ ...problem, path: camelPath(problem.path) })) ?? [],
      }
    case 'not_found':
      return { kind, message, ...(RowDetails.safeParse(details).data ?? { entity: '', id: '' }) }
    case 'not_cancellable':
    case 'invalid_state_transition': {
      const states = StateDetails.safeParse(details).data
      return { kind, message, currentState: states?.current_state ?? '', requestedState: states?.requested_state ?? '' }
    }
    case 'rate_limited':
      return { kind, message, retryAfterSeconds: RetryDetails.safeParse(details).data?.retry_after_seconds ?? 60 }
    case 'queue_full':
      return {
        kind,
        message,
        retryAfterMinutes: z.object({ retry_after_minutes: z.int() }).safeParse(details).data?.retry_after_minutes ?? 1,
      }
    default:
      return { kind, message }
  }
}

function kindOf(name: string, status: number): FailureKind {
  const kinds = Object.entries(failureTable) as [FailureKind, (typeof failureTable)[FailureKind]][]
  return (
    kinds.find(([, row]) => row.name === name && row.status === status)?.[0] ??
    kinds.find(([, row]) => row.name === name)?.[0] ??
    'internal'
  )
}

const camelPath = (path: string): string => path.replace(/_([a-z])/g, (_, letter: string) => letter.toUpperCase())

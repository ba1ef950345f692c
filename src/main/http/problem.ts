import type { FastifyError, FastifyReply } from 'fastify'
import { pathOnLine } from '../../shared/contract/case.ts'
import { failureTable, type Failure } from '../../shared/model/failure.ts'

/** RFC 9457, with the extensions that programs match on. */
export interface Problem {
  readonly type: string
  readonly title: string
  readonly status: number
  readonly detail: string
  readonly error_code: number
  readonly error_name: string
  readonly error_message: string
  readonly trace_id: string
  readonly details: unknown
  /** Of a full queue only. */
  readonly retry_after_minutes?: number
}

export function problemOf(failure: Failure, traceId: string): Problem {
  const { status, code, name, title } = failureTable[failure.kind]
  const detail = messageOf(failure)
  return {
    type: 'about:blank',
    title,
    status,
    detail,
    error_code: code,
    error_name: name,
    error_message: detail,
    trace_id: traceId,
    details: detailsOf(failure),
    ...(failure.kind === 'queue_full' && { retry_after_minutes: failure.retryAfterMinutes }),
  }
}

const messageOf = (failure: Failure): string =>
  failure.kind === 'validation'
    ? failure.problems.map(({ path, message }) => (path ? `${pathOnLine(path)}: ${message}` : message)).join('; ') || failure.message
    : failure.message

function detailsOf(failure: Failure): unknown {
  switch (failure.kind) {
    case 'validation':
      return failure.problems.map(({ path, message }) => ({ path: pathOnLine(path), message }))
    case 'invalid_priority':
      return [{ path: 'priority', message: 'must be a whole number from 1 to 5' }]
    case 'not_cancellable':
    case 'invalid_state_transition':
      return { current_state: failure.currentState, requested_state: failure.requestedState }
    case 'not_found':
      return { entity: failure.entity, id: failure.id }
    case 'rate_limited':
      return { retry_after_seconds: failure.retryAfterSeconds }
    case 'queue_full':
      return { retry_after_minutes: failure.retryAfterMinutes }
    default:
      return null
  }
}

export function sendFailure(reply: FastifyReply, failure: Failure, traceId: string): FastifyReply {
  const problem = problemOf(failure, traceId)
  if (failure.kind === 'rate_limited') void reply.header('Retry-After', String(failure.retryAfterSeconds))
  if (problem.status === 401) void reply.header('WWW-Authenticate', 'Bearer')
  if (problem.retry_after_minutes !== undefined) void reply.header('Retry-After', String(problem.retry_after_minutes * 60))
  // As bytes: a text would get a charset, which JSON's media types do not have.
  return reply
    .code(problem.status)
    .header('Content-Type', 'application/problem+json')
    .send(Buffer.from(JSON.stringify(problem)))
}

/** 1 MiB, where an operation does not say otherwise. */
export const largestBody = 1_048_576

/** What the framework could not read. */
export function refusalOf(error: FastifyError, most = largestBody): Failure {
  switch (error.statusCode) {
    case 413:
      return { kind: 'too_large', message: `The body is larger than ${most} bytes. Nothing was changed.` }
    case 415:
      return { kind: 'unsupported_media_type', message: 'The body must be JSON, with content type application/json. Nothing was changed.' }
    case undefined:
    case 500:
      return { kind: 'internal', message: 'Something unexpected happened; the engine’s log says more under this trace id' }
    default:
      return { kind: 'bad_request', message: `The request could not be read: ${error.message}. Nothing was changed.` }
  }
}

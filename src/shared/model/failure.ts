import { z } from 'zod'

/** One bad field: its path as the caller wrote it (`parameters.command`) and what is wrong with it. */
export const FieldProblem = z.object({ path: z.string(), message: z.string() })
export type FieldProblem = z.infer<typeof FieldProblem>

/**
 * Every way in which a call is refused. `message` says what happened, to what, and what to do next.
 */
export type Failure =
  | { readonly kind: 'validation'; readonly message: string; readonly problems: readonly FieldProblem[] }
  | { readonly kind: 'bad_request'; readonly message: string }
  | { readonly kind: 'too_large'; readonly message: string }
  | { readonly kind: 'unsupported_media_type'; readonly message: string }
  | { readonly kind: 'unknown_work_type'; readonly message: string }
  | { readonly kind: 'not_found'; readonly message: string; readonly entity: string; readonly id: string }
  | { readonly kind: 'invalid_state_transition'; readonly message: string; readonly currentState: string; readonly requestedState: string }
  | { readonly kind: 'not_cancellable'; readonly message: string; readonly currentState: string; readonly requestedState: string }
  | { readonly kind: 'invalid_priority'; readonly message: string }
  | { readonly kind: 'agent_not_found'; readonly message: string }
  | { readonly kind: 'bus_unavailable'; readonly message: string }
  | { readonly kind: 'conflict'; readonly message: string }
  | { readonly kind: 'queue_full'; readonly message: string; readonly retryAfterMinutes: number }
  | { readonly kind: 'insufficient_resources'; readonly message: string }
  | { readonly kind: 'storage_failure'; readonly message: string }
  | { readonly kind: 'agent_unavailable'; readonly message: string }
  | { readonly kind: 'unauthenticated'; readonly message: string }
  | { readonly kind: 'forbidden'; readonly message: string }
  | { readonly kind: 'rate_limited'; readonly message: string; readonly retryAfterSeconds: number }
  | { readonly kind: 'internal'; readonly message: string }

export type FailureKind = Failure['kind']

/** How each failure is answered over HTTP, and the number that programs match on. */
export const failureTable = {
  validation: { status: 422, code: 1000, name: 'validation', title: 'Some fields are not right' },
  bad_request: { status: 400, code: 1000, name: 'validation', title: 'The request could not be read' },
  too_large: { status: 413, code: 1000, name: 'validation', title: 'The request is too large' },
  unsupported_media_type: { status: 415, code: 1000, name: 'validation', title: 'Only JSON is accepted' },
  unknown_work_type: { status: 400, code: 1001, name: 'unknown_work_type', title: 'There is no such work type' },
  not_found: { status: 404, code: 2001, name: 'not_found', title: 'Not found' },
  invalid_state_transition: { status: 409, code: 2002, name: 'invalid_state_transition', title: 'Not possible in this state' },
  not_cancellable: { status: 400, code: 2002, name: 'invalid_state_transition', title: 'Not possible in this state' },
  invalid_priority: { status: 422, code: 1002, name: 'invalid_priority', title: 'There is no such priority' },
  agent_not_found: { status: 404, code: 2004, name: 'agent_not_found', title: 'There is no such agent' },
  bus_unavailable: { status: 503, code: 3001, name: 'bus_unavailable', title: 'The broker does not answer' },
  conflict: { status: 409, code: 2003, name: 'conflict', title: 'Conflict' },
  queue_full: { status: 503, code: 3003, name: 'queue_full', title: 'The queue is full' },
  insufficient_resources: { status: 409, code: 3004, name: 'insufficient_resources', title: 'No workers are free' },
  storage_failure: { status: 503, code: 3002, name: 'storage_failure', title: 'The data folder cannot be written' },
  agent_unavailable: { status: 503, code: 5002, name: 'agent_unavailable', title: 'The agent does not answer' },
  unauthenticated: { status: 401, code: 3005, name: 'unauthenticated', title: 'A token is needed' },
  forbidden: { status: 403, code: 3006, name: 'forbidden', title: 'Not allowed' },
  rate_limited: { status: 429, code: 3007, name: 'rate_limited', title: 'Too many attempts' },
  internal: { status: 500, code: 3999, name: 'internal', title: 'Something unexpected happened' },
} as const satisfies Record<FailureKind, { status: number; code: number; name: string; title: string }>

import type { OperationName } from '../../shared/contract/index.ts'
import type { Failure } from '../../shared/model/failure.ts'
import type { Result } from '../../shared/model/result.ts'
import type { Right } from '../../shared/model/scope.ts'
import type { CallingUser } from '../../shared/model/user.ts'

/** Who calls, through which door, and under which ids the call is known in logs and audit rows. */
export interface Caller {
  /** The user’s id, as audit rows name it. */
  readonly actor: string
  readonly user: CallingUser
  readonly via: 'window' | 'api'
  readonly scopes: ReadonlySet<Right>
  readonly requestId: string
  readonly traceId: string
  readonly idempotencyKey?: string | undefined
}

export interface Answer {
  readonly result: Result<unknown, Failure>
  /** True when an earlier answer to the same idempotency key was given again. */
  readonly replayed: boolean
}

/** The one door: scope, then the row (404), then input, idempotency, handler, failure. Never throws. */
export interface Service {
  call(name: OperationName, input: unknown, caller: Caller): Promise<Answer>
  /** Of a stream or a text: refused, or batches of items until it ends or `abort` fires. */
  open(name: OperationName, input: unknown, caller: Caller, abort: AbortSignal): Promise<Result<AsyncIterable<readonly unknown[]>, Failure>>
}

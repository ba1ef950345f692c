import type { OperationName } from '../../shared/contract/index.ts'
import type { Scope } from '../../shared/contract/operation.ts'
import type { Failure } from '../../shared/model/failure.ts'
import type { Result } from '../../shared/model/result.ts'

/** Who calls, through which door, and under which ids the call is known in logs and audit rows. */
export interface Caller {
  /** `local` for the machine's owner. */
  readonly actor: string
  readonly via: 'window' | 'api'
  readonly scopes: ReadonlySet<Scope>
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

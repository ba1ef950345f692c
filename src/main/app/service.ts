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
  /** As the caller says: no right depends on it. */
  readonly via: 'window' | 'api'
  readonly scopes: ReadonlySet<Right>
  readonly requestId: string
  readonly traceId: string
  readonly idempotencyKey?: string | undefined
  /** Of the token that a signed-in user calls with. */
  readonly tokenId?: string | undefined
  /** Let in without any proof, as the settings allow it now. */
  readonly anonymous?: boolean | undefined
  /** Where the call comes from, over HTTP. */
  readonly address?: string | undefined
}

/** What a caller from outside shows of itself, beside the token of the data folder. */
export interface Proof {
  readonly token?: string | undefined
  readonly ticket?: string | undefined
}

/** Who a caller is, and what it may do. */
export type Identity = Pick<Caller, 'user' | 'scopes' | 'tokenId' | 'anonymous'>

export interface Answer {
  readonly result: Result<unknown, Failure>
  /** True when an earlier answer to the same idempotency key was given again. */
  readonly replayed: boolean
}

/** The one door: scope, then the row (404), then input, idempotency, handler, failure. Never throws. */
export interface Service {
  /** Nobody, where the proof is none, false, used up or taken back. */
  identify(proof: Proof): Promise<Identity | undefined>
  /** Fires with `abort`, and when the caller may no longer listen: its token was taken back, or its time is over, or nobody is let in without one any more. */
  lasting(caller: Pick<Caller, 'tokenId' | 'anonymous'>, abort: AbortSignal): AbortSignal
  /** Why a call would be refused whatever else it says: the right, then the row that its path names. */
  refuses(name: OperationName, path: Readonly<Record<string, unknown>>, caller: Caller): Failure | undefined
  call(name: OperationName, input: unknown, caller: Caller): Promise<Answer>
  /** Of a stream or a text: refused, or batches of items until it ends or `abort` fires. */
  open(name: OperationName, input: unknown, caller: Caller, abort: AbortSignal): Promise<Result<AsyncIterable<readonly unknown[]>, Failure>>
}

import type { Failure } from '../../shared/model/failure.ts'
import { fail, ok, type Result } from '../../shared/model/result.ts'
import type { Clock } from '../ports/clock.ts'
import type { Store } from '../ports/store.ts'
import type { Answer, Caller } from './service.ts'

export interface IdempotencyParts {
  readonly store: Store
  readonly clock: Clock
  /** A mark of a call's input, from which nobody reads the input. */
  readonly fingerprint: (text: string) => string
}

/** What a key stands for: a command, and what it was given. */
export interface Keyed {
  readonly name: string
  readonly value: unknown
}

/** How long the answer to an idempotency key is kept. */
const keptForMs = 3_600_000

/** The kept answer, or a refusal where the key was used for something else or its call still goes on. */
export function recall(parts: IdempotencyParts, command: Keyed, caller: Caller): Answer | undefined {
  const { store, clock } = parts
  if (!caller.idempotencyKey) return undefined
  const kept = store.idempotency.find(caller.actor, caller.idempotencyKey, new Date(Date.parse(clock.now()) - keptForMs).toISOString())
  if (!kept) return undefined
  const conflict = (message: string): Answer => ({ result: fail({ kind: 'conflict', message }), replayed: false })
  if (kept.fingerprint !== fingerprintOf(parts, command)) return conflict('This idempotency key was used for another call. Use a new key.')
  if (kept.answer === null) return conflict('A call with this idempotency key is still going on. Wait for its answer.')
  return { result: ok(JSON.parse(kept.answer) as unknown), replayed: true }
}

/** Until its call has been answered, the key is of nobody else. */
export const reserve = (parts: IdempotencyParts, command: Keyed, caller: Caller): void => keep(parts, command, caller, null)

/** A refusal is not kept: what was refused may be asked for again. */
export function remember(parts: IdempotencyParts, command: Keyed, caller: Caller, result: Result<unknown, Failure>): void {
  if (result.ok) keep(parts, command, caller, JSON.stringify(result.value))
  else forget(parts, caller)
}

export function forget({ store }: Pick<IdempotencyParts, 'store'>, { actor, idempotencyKey }: Caller): void {
  if (idempotencyKey) store.idempotency.drop(actor, idempotencyKey)
}

function keep(parts: IdempotencyParts, command: Keyed, { actor, idempotencyKey }: Caller, answer: string | null): void {
  const { store, clock } = parts
  if (idempotencyKey) store.idempotency.keep(actor, idempotencyKey, { fingerprint: fingerprintOf(parts, command), answer }, clock.now())
}

const fingerprintOf = ({ fingerprint }: IdempotencyParts, { name, value }: Keyed): string =>
  fingerprint(`${name}\n${JSON.stringify(value)}`)

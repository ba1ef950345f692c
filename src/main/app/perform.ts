import type { Command } from '../../shared/contract/operation.ts'
import type { Failure } from '../../shared/model/failure.ts'
import { fail, ok, type Result } from '../../shared/model/result.ts'
import type { Clock } from '../ports/clock.ts'
import type { Store } from '../ports/store.ts'
import type { Patient } from './handler.ts'
import type { Answer, Caller } from './service.ts'
import type { Together } from './together.ts'

type Answered = Result<unknown, Failure>
type Plain = (input: unknown, caller: Caller, abort: AbortSignal) => Answered | Promise<Answered>
export type AnyHandler = Plain | Patient<unknown, unknown>

export interface PerformParts {
  readonly store: Store
  readonly clock: Clock
  readonly together: Together
  /** A mark of a call's input, from which nobody reads the input. */
  readonly fingerprint: (text: string) => string
}

/** How long the answer to an idempotency key is kept. */
const keptForMs = 3_600_000

export const never = new AbortController().signal

interface Performed {
  readonly name: string
  readonly operation: Command
  readonly handler: AnyHandler
  readonly value: unknown
}

/**
 * What a command does and the answer to its idempotency key are one transaction: the effect is never there without the
 * key, nor the key without the effect. A patient one, which waits in between, reserves its key first.
 */
export async function perform(parts: PerformParts, command: Performed, caller: Caller): Promise<Answer> {
  const { handler } = command
  if (typeof handler === 'function') return performAtOnce(parts, command, handler, caller)
  const known = parts.store.transaction(() => recall(parts, command, caller) ?? reserve(parts, command, caller))
  if (known) return known
  try {
    const result = await handler.patient(command.value, caller)
    parts.store.transaction(() => remember(parts, command, caller, result))
    return { result, replayed: false }
  } catch (error) {
    if (caller.idempotencyKey) parts.store.idempotency.drop(caller.actor, caller.idempotencyKey)
    throw error
  }
}

/** A refusal takes back everything the handler wrote. */
class Refused extends Error {
  readonly failure: Failure
  constructor(failure: Failure) {
    super(failure.message)
    this.failure = failure
  }
}

async function performAtOnce(parts: PerformParts, command: Performed, handler: Plain, caller: Caller): Promise<Answer> {
  try {
    return await parts.together(() => {
      const known = recall(parts, command, caller)
      if (known) return known
      const result = handler(command.value, caller, never)
      if (result instanceof Promise) throw new Error(`${command.name} must not wait inside its transaction`)
      if (!result.ok) throw new Refused(result.failure)
      remember(parts, command, caller, result)
      return { result, replayed: false }
    })
  } catch (error) {
    if (error instanceof Refused) return { result: fail(error.failure), replayed: false }
    throw error
  }
}

const fingerprintOf = ({ fingerprint }: PerformParts, { name, value }: Performed): string =>
  fingerprint(`${name}\n${JSON.stringify(value)}`)

/** The kept answer, or a refusal where the key was used for something else or its call still goes on. */
function recall(parts: PerformParts, command: Performed, caller: Caller): Answer | undefined {
  const { store, clock } = parts
  if (!caller.idempotencyKey) return undefined
  const kept = store.idempotency.find(caller.actor, caller.idempotencyKey, new Date(Date.parse(clock.now()) - keptForMs).toISOString())
  if (!kept) return undefined
  const conflict = (message: string): Answer => ({ result: fail({ kind: 'conflict', message }), replayed: false })
  if (kept.fingerprint !== fingerprintOf(parts, command)) return conflict('This idempotency key was used for another call. Use a new key.')
  if (kept.answer === null) return conflict('A call with this idempotency key is still going on. Wait for its answer.')
  return { result: ok(JSON.parse(kept.answer) as unknown), replayed: true }
}

function reserve(parts: PerformParts, command: Performed, caller: Caller): undefined {
  if (caller.idempotencyKey)
    parts.store.idempotency.keep(
      caller.actor,
      caller.idempotencyKey,
      { fingerprint: fingerprintOf(parts, command), answer: null },
      parts.clock.now(),
    )
}

function remember(parts: PerformParts, command: Performed, caller: Caller, result: Answered): void {
  const { store, clock } = parts
  if (!caller.idempotencyKey) return
  if (!result.ok) return store.idempotency.drop(caller.actor, caller.idempotencyKey)
  store.idempotency.keep(
    caller.actor,
    caller.idempotencyKey,
    { fingerprint: fingerprintOf(parts, command), answer: JSON.stringify(result.value) },
    clock.now(),
  )
}

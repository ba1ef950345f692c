import type { Failure } from '../../shared/model/failure.ts'
import { fail, type Result } from '../../shared/model/result.ts'
import type { Patient } from './handler.ts'
import { forget, recall, remember, reserve, type IdempotencyParts, type Keyed } from './idempotency.ts'
import type { Answer, Caller } from './service.ts'
import type { Together } from './together.ts'

type Answered = Result<unknown, Failure>
type Plain = (input: unknown, caller: Caller, abort: AbortSignal) => Answered | Promise<Answered>
export type AnyHandler = Plain | Patient<unknown, unknown>

export interface PerformParts extends IdempotencyParts {
  readonly together: Together
}

export const never = new AbortController().signal

interface Performed extends Keyed {
  readonly handler: AnyHandler
}

/**
 * What a command does and the answer to its idempotency key are one transaction: the effect is never there without the
 * key, nor the key without the effect. A patient one, which waits in between, reserves its key first.
 */
export async function perform(parts: PerformParts, command: Performed, caller: Caller): Promise<Answer> {
  const { handler } = command
  if (typeof handler === 'function') return performAtOnce(parts, command, handler, caller)
  const known = parts.store.transaction(() => recallOrReserve(parts, command, caller))
  if (known) return known
  try {
    const result = await handler.patient(command.value, caller)
    parts.store.transaction(() => remember(parts, command, caller, result))
    return { result, replayed: false }
  } catch (error) {
    forget(parts, caller)
    throw error
  }
}

function recallOrReserve(parts: PerformParts, command: Performed, caller: Caller): Answer | undefined {
  const known = recall(parts, command, caller)
  if (!known) reserve(parts, command, caller)
  return known
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

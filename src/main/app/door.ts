import { operationAt, type OperationName } from '../../shared/contract/index.ts'
import type { Operation } from '../../shared/contract/operation.ts'
import type { Failure } from '../../shared/model/failure.ts'
import { fail, ok, type Result } from '../../shared/model/result.ts'
import type { Store } from '../ports/store.ts'
import { mentionedIn } from './mentioned.ts'
import { never, perform, type AnyHandler, type PerformParts } from './perform.ts'
import type { Answer, Caller, Service } from './service.ts'
import { fieldWords } from '../../shared/words/fields.ts'
import { validationOf } from './validation.ts'
import { ownerSeenBy } from './visible.ts'

export interface DoorParts extends PerformParts {
  readonly handlers: Readonly<Record<string, Readonly<Record<string, AnyHandler>>>>
  readonly identify: Service['identify']
  readonly lasting: Service['lasting']
  /** Told of what nobody expected. */
  readonly surprised: (error: unknown, name: string, caller: Caller) => void
}

export function createService(parts: DoorParts): Service {
  const guarded = async <Value>(
    name: string,
    caller: Caller,
    work: () => Promise<Value>,
    refuse: (failure: Failure) => Value,
  ): Promise<Value> => {
    try {
      return await work()
    } catch (error) {
      parts.surprised(error, name, caller)
      return refuse(failureOf(parts.store, error))
    }
  }
  return {
    identify: parts.identify,
    lasting: parts.lasting,
    refuses: (name, path, caller) => {
      const operation = operationAt(name)
      return operation && (missingRight(operation, caller) ?? missingRow(parts, operation, path, caller))
    },
    call: (name, input, caller) =>
      guarded(
        name,
        caller,
        () => call(parts, name, input, caller),
        (failure) => ({ result: fail(failure), replayed: false }),
      ),
    open: (name, input, caller, abort) =>
      guarded(
        name,
        caller,
        async () => {
          const admitted = admit(parts, name, input, caller)
          if (!admitted.ok) return admitted
          const { handler, value } = admitted.value
          if (typeof handler !== 'function') return fail<Failure>({ kind: 'bad_request', message: `${name} is not a stream` })
          return (await handler(value, caller, abort)) as Result<AsyncIterable<readonly unknown[]>, Failure>
        },
        (failure) => fail(failure),
      ),
  }
}

async function call(parts: DoorParts, name: OperationName, input: unknown, caller: Caller): Promise<Answer> {
  const admitted = admit(parts, name, input, caller)
  if (!admitted.ok) return { result: admitted, replayed: false }
  const { operation, handler, value } = admitted.value
  if (operation.kind === 'command') return perform(parts, { name, handler, value }, caller)
  if (typeof handler !== 'function') throw new Error(`${name} has no handler`)
  return { result: await handler(value, caller, never), replayed: false }
}

interface Admitted {
  readonly operation: Operation
  readonly handler: AnyHandler
  readonly value: unknown
}

/** Scope, then the row, then the input: a caller without the right learns nothing about rows, and one without the row nothing about fields. */
function admit(parts: DoorParts, name: OperationName, input: unknown, caller: Caller): Result<Admitted, Failure> {
  const operation = operationAt(name)
  const [group = '', key = ''] = name.split('.')
  const handler = parts.handlers[group]?.[key]
  if (!operation || !handler) return fail({ kind: 'not_found', message: `There is no operation ${name}`, entity: 'operation', id: name })
  const refused = missingRight(operation, caller) ?? missingRow(parts, operation, input, caller)
  if (refused) return fail(refused)
  const parsed = operation.input.safeParse(input, { error: fieldWords })
  if (!parsed.success) return fail(validationOf(parsed.error))
  const foreign = foreignRow(parts, operation, parsed.data, caller)
  return foreign ? fail(foreign) : ok({ operation, handler, value: parsed.data })
}

function missingRight({ scope }: Operation, caller: Caller): Failure | undefined {
  if (scope === 'none' || caller.scopes.has(scope)) return undefined
  const message =
    scope === 'local'
      ? 'This is for whoever holds the token of the data folder only; `yardmaster token` prints it'
      : `This needs the right ${scope}, which the token does not have`
  return { kind: 'forbidden', message }
}

/** The row that the path names: one that is not there, and one of somebody else, are answered alike. */
function missingRow({ store }: DoorParts, operation: Operation, input: unknown, caller: Caller): Failure | undefined {
  for (const parameter of rowsInPath(operation, store)) {
    const id = fieldOf(input, parameter)
    const entity = entityOf(parameter)
    if (typeof id !== 'string' || !store.visibility.sees(ownerSeenBy(caller), entity, id)) return noRow(entity, String(id))
  }
  return undefined
}

/** What a user's command names in its fields must be theirs too. */
function foreignRow({ store }: DoorParts, operation: Operation, value: unknown, caller: Caller): Failure | undefined {
  const owner = ownerSeenBy(caller)
  if (owner === undefined || operation.kind !== 'command') return undefined
  const foreign = mentionedIn(operation.input, value).find(({ entity, id }) => !store.visibility.sees(owner, entity, id))
  return foreign && noRow(foreign.entity, foreign.id)
}

const entityOf = (parameter: string): string => parameter.replace(/Id$/, '')

/** `jobId`, `taskId`, `runId`: a parameter that is no row's id (a name, a number) is its handler's to look up. */
const rowsInPath = (operation: Operation, store: Store): readonly string[] =>
  [...operation.route.matchAll(/:(\w+)/g)]
    .map(([, parameter = '']) => parameter)
    .filter((parameter) => store.visibility.knows(entityOf(parameter)))

const noRow = (entity: string, id: string): Failure => ({
  kind: 'not_found',
  message: `There is no ${entity} ${id.slice(0, 100)}`,
  entity,
  id: id.slice(0, 100),
})

const fieldOf = (input: unknown, key: string): unknown =>
  typeof input === 'object' && input !== null ? Object.getOwnPropertyDescriptor(input, key)?.value : undefined

function failureOf(store: Store, error: unknown): Failure {
  if (store.isStorageFailure(error)) {
    return {
      kind: 'storage_failure',
      message: `Nothing was changed: the data folder cannot be written (${error instanceof Error ? error.message : String(error)}). Free some space or make it writable, then try again.`,
    }
  }
  return { kind: 'internal', message: 'Something unexpected happened; the engine’s log says more under this trace id' }
}

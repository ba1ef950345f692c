import type { z } from 'zod'
import type { OutputOf } from '../../shared/contract/client.ts'
import type { OperationAt, OperationName } from '../../shared/contract/index.ts'
import type { Command, Query, Stream, Text } from '../../shared/contract/operation.ts'
import type { Failure } from '../../shared/model/failure.ts'
import type { Result } from '../../shared/model/result.ts'
import type { Caller } from './service.ts'

type Declared<Name extends OperationName> = OperationAt<Name>
type Input<Name extends OperationName> = Declared<Name> extends { input: infer Schema extends z.ZodType } ? z.output<Schema> : never
type Answer<Value> = Result<Value, Failure>

/**
 * A handler as its declaration wants it. Queries and commands answer at once, a command inside a transaction; one that
 * has to wait for the world (files, a process that must end first) is a `patient` one and makes its own transactions.
 */
export type Handler<Name extends OperationName> =
  Declared<Name> extends Stream | Text
    ? (input: Input<Name>, caller: Caller, abort: AbortSignal) => Answer<AsyncIterable<readonly OutputOf<Declared<Name>>[]>>
    : Declared<Name> extends Query
      ? (input: Input<Name>, caller: Caller) => Answer<OutputOf<Declared<Name>>> | Promise<Answer<OutputOf<Declared<Name>>>>
      : Declared<Name> extends Command
        ? ((input: Input<Name>, caller: Caller) => Answer<OutputOf<Declared<Name>>>) | Patient<Input<Name>, OutputOf<Declared<Name>>>
        : never

export interface Patient<Given, Value> {
  readonly patient: (input: Given, caller: Caller) => Promise<Answer<Value>>
}

/** The handlers of one group of the contract: `Handlers<'jobs'>`. */
export type Handlers<Group extends string> = {
  readonly [Name in OperationName as Name extends `${Group}.${infer Key}` ? Key : never]: Handler<Name>
}

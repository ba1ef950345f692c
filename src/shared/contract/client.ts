import type { z } from 'zod'
import type { Failure } from '../model/failure.ts'
import type { Result } from '../model/result.ts'
import { contract, type Contract, type OperationName } from './index.ts'
import type { Command, Query, Stream, Text } from './operation.ts'

/**
 * What carries calls to the engine: IPC, HTTP and in-process are three values of this type. Inputs and outputs are
 * camelCase here; what is written on the line is the transport's business.
 */
export interface Wire {
  /** Never rejects for an expected failure; rejects when the engine cannot be reached. */
  call(name: OperationName, input: unknown): Promise<Result<unknown, Failure>>
  /** Batches of items, without a gap between what is stored and what is new. Ends with the stream, or when `abort` fires. */
  open(name: OperationName, input: unknown, abort: AbortSignal): AsyncIterable<readonly unknown[]>
}

export type InputOf<Operation> = Operation extends { input: infer Schema extends z.ZodType } ? z.input<Schema> : never
export type OutputOf<Operation> = Operation extends { output: infer Schema extends z.ZodType } ? z.output<Schema> : never

type Method<Operation> = Operation extends Stream | Text
  ? (input: InputOf<Operation>, abort: AbortSignal) => AsyncIterable<readonly OutputOf<Operation>[]>
  : Operation extends Query | Command
    ? (input: InputOf<Operation>) => Promise<Result<OutputOf<Operation>, Failure>>
    : never

/** One method for each operation: `client.jobs.create({ name })`. */
export type Client = { readonly [Group in keyof Contract]: { readonly [Key in keyof Contract[Group]]: Method<Contract[Group][Key]> } }

export function createClient(wire: Wire): Client {
  const method = (group: string, key: string, operation: { kind: string }) => {
    const name = `${group}.${key}` as OperationName
    return operation.kind === 'stream' || operation.kind === 'text'
      ? (input: unknown, abort: AbortSignal) => wire.open(name, input, abort)
      : (input: unknown) => wire.call(name, input)
  }
  const groups = Object.entries(contract).map(
    ([group, members]) =>
      [
        group,
        Object.fromEntries(
          Object.entries(members as Readonly<Record<string, { kind: string }>>).map(([key, operation]) => [
            key,
            method(group, key, operation),
          ]),
        ),
      ] as const,
  )
  // The walk over the contract gives exactly one method an operation; the compiler cannot follow it through Object.entries.
  return Object.fromEntries(groups) as Client
}

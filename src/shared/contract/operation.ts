import { z } from 'zod'
import type { FailureKind } from '../model/failure.ts'
import type { Right } from '../model/scope.ts'

/*
 * An operation is declared once. IPC, REST, OpenAPI, the command line, the client and the handler's signature are
 * derived from the declaration by walking the contract.
 */

type Method = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'

/** `GET /api/jobs/:jobId`: a path parameter is the field of the input with the same name. */
export type Route = `${Method} /${string}`

interface Declared<Input extends z.ZodObject, Output extends z.ZodType> {
  readonly summary: string
  readonly route: Route
  readonly scope: Right
  /** One object of path, query and body fields together. */
  readonly input: Input
  /** Of a stream: one item. */
  readonly output: Output
  /** How it may be refused besides bad input, missing rights and broken storage. */
  readonly failures?: readonly FailureKind[]
  /** Further routes for the same operation, for example PATCH beside PUT. */
  readonly alsoAt?: readonly Route[]
  /** Fields of the input that a caller of a route with a body gives in the query instead. */
  readonly inQuery?: readonly string[]
  /** How many bytes a body may have over HTTP, where 1 MiB is too few. */
  readonly largestBody?: number
  /** An example of the input's body, for the documentation. */
  readonly example?: unknown
}

export interface Query<Input extends z.ZodObject = z.ZodObject, Output extends z.ZodType = z.ZodType> extends Declared<Input, Output> {
  readonly kind: 'query'
}
export interface Command<Input extends z.ZodObject = z.ZodObject, Output extends z.ZodType = z.ZodType> extends Declared<Input, Output> {
  readonly kind: 'command'
  /** The HTTP status of success. */
  readonly success: 200 | 201 | 202
}
export interface Stream<Input extends z.ZodObject = z.ZodObject, Output extends z.ZodType = z.ZodType> extends Declared<Input, Output> {
  readonly kind: 'stream'
  /** The `event:` name of an item over SSE. */
  readonly eventName: string
  /** The item's own number, the SSE id that a reader resumes from. */
  readonly eventId: (item: z.infer<Output>) => number
  /** The field of the input that is one past the id a reader has seen (`from_line`), or the id itself (`after`). */
  readonly resumeAt: { readonly field: string; readonly offset: 0 | 1 }
  /** Ends without the word `done`: its last item says so itself. */
  readonly quietEnd?: boolean
}
/** Plain text of any length, in chunks: what `text/plain` carries. */
export interface Text<Input extends z.ZodObject = z.ZodObject> extends Declared<Input, z.ZodString> {
  readonly kind: 'text'
  /** The media type on HTTP, where it says more than that it is text. */
  readonly mediaType?: `text/plain; ${string}`
}
export type Operation = Query | Command | Stream | Text

export const query = <I extends z.ZodObject, O extends z.ZodType>(declared: Declared<I, O>): Query<I, O> => ({ kind: 'query', ...declared })

export const command = <I extends z.ZodObject, O extends z.ZodType>(
  declared: Declared<I, O> & { success?: 200 | 201 | 202 },
): Command<I, O> => ({ kind: 'command', success: 200, ...declared })

export const stream = <I extends z.ZodObject, O extends z.ZodType>(
  declared: Declared<I, O> & Pick<Stream<I, O>, 'eventName' | 'eventId' | 'resumeAt' | 'quietEnd'>,
): Stream<I, O> => ({ kind: 'stream', ...declared })

export const text = <I extends z.ZodObject>(declared: Omit<Declared<I, z.ZodString>, 'output'> & Pick<Text, 'mediaType'>): Text<I> => ({
  kind: 'text',
  output: z.string(),
  ...declared,
})

/** What a list is asked for and answered with. */
export const pageInput = {
  limit: z.int().min(1).max(500).default(50),
  offset: z.int().min(0).max(1_000_000_000).default(0),
}
export const pageOf = <Name extends string, Item extends z.ZodType>(name: Name, item: Item) =>
  z.object({ [name]: z.array(item), total: z.int(), limit: z.int(), offset: z.int() } as Record<Name, z.ZodArray<Item>> & {
    total: z.ZodInt
    limit: z.ZodInt
    offset: z.ZodInt
  })

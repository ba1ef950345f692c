import type { z } from 'zod'
import { Envelope } from '../model/envelope.ts'
import { fromLine, toLine } from './case.ts'

/** A message as it stands in a queue; undefined where it is none of this version. */
export function readEnvelope(body: unknown): Envelope | undefined {
  return Envelope.safeParse(fromLine(Envelope, parsed(body))).data
}

/** The body may have come as bytes, as text, or taken apart already. */
function parsed(body: unknown): unknown {
  const text = body instanceof Uint8Array ? new TextDecoder().decode(body) : body
  if (typeof text !== 'string') return text
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

export const writeEnvelope = (envelope: Envelope): string => JSON.stringify(toLine(Envelope, envelope))

export const readPayload = <Schema extends z.ZodObject>(schema: Schema, { payload }: Envelope): z.infer<Schema> | undefined =>
  schema.safeParse(fromLine(schema, payload)).data

export const linePayload = <Schema extends z.ZodObject>(schema: Schema, payload: z.infer<Schema>): Record<string, unknown> =>
  toLine(schema, payload) as Record<string, unknown>

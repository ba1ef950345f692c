import { z } from 'zod'
import { JobId, ProfileId, RunId, TaskId, WorkerId } from '../../shared/model/ids.ts'

export interface Mentioned {
  readonly entity: string
  readonly id: string
}

/** Which entity an id schema is the id of. */
const entities: ReadonlyMap<z.core.$ZodType, string> = new Map<z.core.$ZodType, string>([
  [JobId, 'job'],
  [TaskId, 'task'],
  [RunId, 'run'],
  [ProfileId, 'profile'],
  [WorkerId, 'worker'],
])

/** Every row that a parsed input names, wherever it stands: the door refuses those that its caller does not see. */
export function mentionedIn(schema: z.core.$ZodType, value: unknown): readonly Mentioned[] {
  if (value === null || value === undefined) return []
  const entity = entities.get(schema)
  if (entity) return typeof value === 'string' ? [{ entity, id: value }] : []
  if (schema instanceof z.ZodOptional || schema instanceof z.ZodNullable || schema instanceof z.ZodDefault)
    return mentionedIn(schema.unwrap(), value)
  if (schema instanceof z.ZodArray) return Array.isArray(value) ? value.flatMap((item) => mentionedIn(schema.element, item)) : []
  if (schema instanceof z.ZodObject) return inObject(schema, value)
  if (schema instanceof z.ZodUnion)
    return schema.options
      .filter((option) => z.safeParse(option, value).success)
      .slice(0, 1)
      .flatMap((option) => mentionedIn(option, value))
  return []
}

function inObject(schema: z.ZodObject, value: unknown): readonly Mentioned[] {
  if (typeof value !== 'object') return []
  const held = value as Readonly<Record<string, unknown>>
  return Object.entries(schema.shape as Readonly<Record<string, z.core.$ZodType>>).flatMap(([name, field]) =>
    mentionedIn(field, held[name]),
  )
}

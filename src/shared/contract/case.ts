import { z } from 'zod'

/*
 * JSON is written in snake_case, TypeScript in camelCase. The way between the two is derived from the schema, once:
 * only fields that a schema declares are renamed. What a record holds (headers, parameters) passes as it is.
 */

export const snakeCase = (name: string): string => name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`)

type Convert = (value: unknown) => unknown
type Direction = 'toLine' | 'fromLine'

const asIs: Convert = (value) => value

const converters = { toLine: new WeakMap<z.core.$ZodType, Convert>(), fromLine: new WeakMap<z.core.$ZodType, Convert>() } as const

/** From TypeScript's spelling to the line's. */
export const toLine = (schema: z.core.$ZodType, value: unknown): unknown => converter(schema, 'toLine')(value)

/**
 * From the line's spelling to TypeScript's. A field in TypeScript's spelling is none of the line's: it stays, marked, so
 * that the schema refuses it as unknown.
 */
export const fromLine = (schema: z.core.$ZodType, value: unknown): unknown => converter(schema, 'fromLine')(value)

/** A path of fields in the line's spelling: `workingDirectory.path` is `working_directory.path` there. */
export const pathOnLine = (path: string): string =>
  path
    .split('.')
    .map((part) => (part.includes('-') ? part : snakeCase(part)))
    .join('.')

function converter(schema: z.core.$ZodType, direction: Direction): Convert {
  const known = converters[direction].get(schema)
  if (known) return known
  // A schema may contain itself: what is being made is found by whoever asks for it meanwhile.
  const made: { convert: Convert } = { convert: asIs }
  converters[direction].set(schema, (value) => made.convert(value))
  made.convert = make(schema, direction)
  converters[direction].set(schema, made.convert)
  return made.convert
}

function make(schema: z.core.$ZodType, direction: Direction): Convert {
  if (schema instanceof z.ZodObject) return ofObject(schema, direction)
  if (schema instanceof z.ZodDiscriminatedUnion) return ofUnion(schema, direction)
  if (schema instanceof z.ZodArray) {
    const item = converter(schema.element, direction)
    return item === asIs ? asIs : (value) => (Array.isArray(value) ? value.map(item) : value)
  }
  if (schema instanceof z.ZodOptional || schema instanceof z.ZodNullable || schema instanceof z.ZodDefault)
    return converter(schema.unwrap(), direction)
  if (schema instanceof z.ZodRecord) {
    const item = converter(schema.valueType, direction)
    return item === asIs
      ? asIs
      : (value) => (isPlain(value) ? Object.fromEntries(Object.entries(value).map(([key, held]) => [key, item(held)])) : value)
  }
  return asIs
}

/** Which of its shapes a value has, its discriminator says; one that says nothing known stays as it is, and is refused. */
function ofUnion(schema: z.ZodDiscriminatedUnion, direction: Direction): Convert {
  const { discriminator } = schema.def
  const byValue = new Map(
    schema.options.flatMap((option) => {
      const tag = option instanceof z.ZodObject ? (option.shape as Readonly<Record<string, z.core.$ZodType>>)[discriminator] : undefined
      return tag instanceof z.ZodLiteral ? [...tag.values].map((value) => [value as unknown, converter(option, direction)] as const) : []
    }),
  )
  return (value) => (isPlain(value) ? (byValue.get(value[discriminator])?.(value) ?? value) : value)
}

function ofObject(schema: z.ZodObject, direction: Direction): Convert {
  const fields = Object.entries(schema.shape as Readonly<Record<string, z.core.$ZodType>>).map(([name, field]) => ({
    name,
    line: snakeCase(name),
    convert: converter(field, direction),
  }))
  if (direction === 'toLine') {
    return (value) => {
      if (!isPlain(value)) return value
      const written: Record<string, unknown> = {}
      for (const { name, line, convert } of fields) if (value[name] !== undefined) written[line] = convert(value[name])
      return written
    }
  }
  const byLine = new Map(fields.map((field) => [field.line, field]))
  return (value) => {
    if (!isPlain(value)) return value
    const read: Record<string, unknown> = Object.create(null) as Record<string, unknown>
    for (const [line, held] of Object.entries(value)) {
      const field = byLine.get(line)
      read[field ? field.name : unknownName(line, schema)] = field ? field.convert(held) : held
    }
    return { ...read }
  }
}

/** `workType` where `work_type` is meant is not quietly taken for it. */
const unknownName = (line: string, schema: z.ZodObject): string => (line in schema.shape ? `${line} (in camelCase)` : line)

const isPlain = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null && !Array.isArray(value)

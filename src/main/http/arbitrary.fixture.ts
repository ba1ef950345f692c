import fc, { type Arbitrary } from 'fast-check'

type Schema = { readonly [key: string]: unknown }

/** Bodies that a JSON schema of the OpenAPI document allows, or nearly does: patterns are not looked at. */
export function bodiesOf(schema: Schema, components: Readonly<Record<string, Schema>>, depth = 0): Arbitrary<unknown> {
  const inner = (one: Schema): Arbitrary<unknown> => bodiesOf(one, components, depth + 1)
  const reference = typeof schema['$ref'] === 'string' ? components[schema['$ref'].split('/').at(-1) ?? ''] : undefined
  if (reference) return depth > 6 ? fc.constant(null) : inner(reference)
  if ('const' in schema) return fc.constant(schema['const'])
  if (Array.isArray(schema['enum'])) return fc.constantFrom(...(schema['enum'] as unknown[]))
  const choices = (schema['anyOf'] ?? schema['oneOf']) as readonly Schema[] | undefined
  if (choices) return fc.oneof(...choices.map(inner))
  switch (schema['type']) {
    case 'string':
      return texts(schema)
    case 'integer':
    case 'number':
      return fc.integer({ min: Math.max(Number(schema['minimum'] ?? -5), -1e9), max: Math.min(Number(schema['maximum'] ?? 50), 1e9) })
    case 'boolean':
      return fc.boolean()
    case 'null':
      return fc.constant(null)
    case 'array':
      return fc.array(inner((schema['items'] ?? {}) as Schema), {
        minLength: Number(schema['minItems'] ?? 0),
        maxLength: Number(schema['minItems'] ?? 0) + 2,
      })
    case 'object':
      return objects(schema, inner)
    default:
      return fc.jsonValue({ maxDepth: 1 })
  }
}

/** No text begins like a folder: what is tried must not make the engine read or watch this machine's files. */
function texts(schema: Schema): Arbitrary<string> {
  switch (schema['format']) {
    case 'uuid':
      return fc.uuid()
    case 'date-time':
      return fc.date({ noInvalidDate: true, min: new Date('2000-01-01'), max: new Date('2100-01-01') }).map((date) => date.toISOString())
    default:
      return fc
        .string({ unit: 'binary', minLength: Number(schema['minLength'] ?? 0), maxLength: Math.min(Number(schema['maxLength'] ?? 30), 30) })
        .map((text) => text.replace(/^[/~.\\]+/, 'x'))
  }
}

function objects(schema: Schema, inner: (one: Schema) => Arbitrary<unknown>): Arbitrary<unknown> {
  const properties = Object.entries((schema['properties'] ?? {}) as Readonly<Record<string, Schema>>)
  const required = (schema['required'] ?? []) as string[]
  return fc.record(Object.fromEntries(properties.map(([name, one]) => [name, inner(one)])), { requiredKeys: required })
}

/** Bodies that are wrong in the ways in which bodies are wrong. */
export const wrongBodies = (good: Arbitrary<unknown>): Arbitrary<unknown> =>
  fc.oneof(
    fc.jsonValue(),
    fc
      .tuple(good, fc.string(), fc.jsonValue({ maxDepth: 1 }))
      .map(([body, name, value]) => ({ ...(Object(body) as object), [`x${name}`]: value })),
    fc.tuple(good, fc.nat(), fc.jsonValue({ maxDepth: 1 })).map(([body, place, value]) => withField(body, place, value)),
    fc.tuple(good, fc.nat()).map(([body, place]) => withField(body, place, 'x'.repeat(70_000))),
    fc.tuple(good, fc.nat()).map(([body, place]) => withField(body, place, Number.MAX_SAFE_INTEGER)),
  )

function withField(body: unknown, place: number, value: unknown): unknown {
  const names = Object.keys(Object(body) as object)
  return names.length === 0 ? value : { ...(body as object), [names[place % names.length] ?? 'x']: value }
}

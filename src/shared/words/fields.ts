import type { z } from 'zod'

/*
 * What is wrong with a field, as the rest of a sentence that begins with its name: `every_ms must be at least 1000`. A schema's
 * own words come first; these stand where it has none.
 */

type Issue = z.core.$ZodRawIssue

export const fieldWords: z.core.$ZodErrorMap = (issue) => {
  switch (issue.code) {
    case 'invalid_type':
      return issue.input === undefined ? 'is needed' : `must be ${kinds[issue.expected] ?? issue.expected}`
    case 'too_small':
      return bound(issue, 'at least', issue.minimum)
    case 'too_big':
      return bound(issue, 'at most', issue.maximum)
    case 'invalid_value':
      return oneOf(issue.values, issue.input)
    case 'invalid_union':
      return Array.isArray(issue.options) ? oneOf(issue.options, valueAt(issue)) : 'has none of the forms that it may have'
    case 'invalid_format':
      return formats[issue.format] ?? `is no ${issue.format}`
    default:
      return undefined
  }
}

const kinds: Readonly<Record<string, string>> = {
  string: 'a text',
  number: 'a number',
  int: 'a whole number',
  boolean: 'true or false',
  object: 'an object',
  array: 'a list',
  record: 'an object',
  null: 'null',
}

const formats: Readonly<Record<string, string>> = {
  uuid: 'must be a UUID',
  url: 'must be an address such as https://example.org',
  regex: 'is not written as it must be',
  datetime: 'must be a moment such as 2026-11-26T09:00:00.000Z',
}

/** What is counted where it is not the value itself. */
const counted: Readonly<Record<string, readonly [one: string, several: string]>> = {
  string: ['character', 'characters'],
  array: ['entry', 'entries'],
  record: ['entry', 'entries'],
}

function bound(
  { origin, inclusive }: { readonly origin: string; readonly inclusive?: boolean },
  side: string,
  limit: number | bigint,
): string {
  const what = counted[origin]
  if (what) return `must have ${side} ${limit} ${what[Number(limit) === 1 ? 0 : 1]}`
  return inclusive === false ? `must be ${side === 'at least' ? 'more' : 'less'} than ${limit}` : `must be ${side} ${limit}`
}

const oneOf = (values: readonly unknown[], input: unknown): string =>
  input === undefined ? `is needed: ${listed(values)}` : `must be ${listed(values)}`

const listed = (values: readonly unknown[]): string => {
  const names = values.map(String)
  return names.length < 2 ? names.join('') : `${names.slice(0, -1).join(', ')} or ${names.at(-1) ?? ''}`
}

/** Of a union that one field tells apart: what stands in that field. */
function valueAt({ input, discriminator }: Issue & { readonly discriminator?: unknown }): unknown {
  const isThere = typeof input === 'object' && input !== null && typeof discriminator === 'string' && discriminator in input
  return isThere ? input : undefined
}

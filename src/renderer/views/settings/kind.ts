import { z } from 'zod'
import { settingSchemas, type SettingName } from '../../../shared/model/settings.ts'
import { duration } from '../../ui/format.ts'

/** What kind of field a setting needs, read from its schema. */
export type Kind =
  | { readonly kind: 'switch' }
  | { readonly kind: 'choice'; readonly options: readonly string[] }
  | { readonly kind: 'number'; readonly whole: boolean; readonly least: number; readonly most: number; readonly mayBeEmpty: boolean }
  /** So many whole numbers side by side. */
  | { readonly kind: 'numbers'; readonly count: number }
  | { readonly kind: 'text'; readonly mayBeEmpty: boolean }
  | { readonly kind: 'lines' }
  /** Too much for a field: it has a view of its own, or the command line. */
  | { readonly kind: 'document' }

const Described = z.object({
  type: z.string().optional(),
  enum: z.array(z.string()).optional(),
  minimum: z.number().optional(),
  maximum: z.number().optional(),
  anyOf: z.array(z.looseObject({ type: z.string().optional() })).optional(),
  items: z.looseObject({ type: z.string().optional() }).optional(),
  minItems: z.number().optional(),
  maxItems: z.number().optional(),
  description: z.string().optional(),
})
type Described = z.infer<typeof Described>

const describedAs = (name: SettingName): Described => Described.parse(z.toJSONSchema(settingSchemas[name], { io: 'input' }))

export const aboutOf = (name: SettingName): string => describedAs(name).description ?? ''

export const kindOf = (name: SettingName): Kind => kindIn(describedAs(name), false)

function kindIn(schema: Described, mayBeEmpty: boolean): Kind {
  const inner = schema.anyOf?.find(({ type }) => type !== 'null')
  if (inner) return kindIn(Described.parse(inner), true)
  if (schema.enum) return { kind: 'choice', options: schema.enum }
  switch (schema.type) {
    case 'boolean':
      return { kind: 'switch' }
    case 'integer':
    case 'number':
      return {
        kind: 'number',
        whole: schema.type === 'integer',
        least: schema.minimum ?? -Infinity,
        most: schema.maximum ?? Infinity,
        mayBeEmpty,
      }
    case 'string':
      return { kind: 'text', mayBeEmpty }
    case 'array':
      return kindOfList(schema)
    default:
      return { kind: 'document' }
  }
}

function kindOfList({ items, minItems, maxItems }: Described): Kind {
  if (items?.type === 'integer' && minItems !== undefined && minItems === maxItems) return { kind: 'numbers', count: minItems }
  return items?.type === 'string' ? { kind: 'lines' } : { kind: 'document' }
}

/** The value as it stands in its field. */
export function textOf(kind: Kind, value: unknown): string {
  if (value === null || value === undefined) return ''
  if (kind.kind === 'lines' && Array.isArray(value)) return value.join('\n')
  if (kind.kind === 'numbers' && Array.isArray(value)) return value.join(' ')
  return typeof value === 'object' ? JSON.stringify(value) : String(value)
}

/** What the text in a field means; what it means may still be refused. */
export function valueOf(kind: Kind, text: string): unknown {
  switch (kind.kind) {
    case 'switch':
      return text === 'true'
    case 'number':
      return text.trim() === '' ? null : Number(text)
    case 'numbers':
      return text.trim().split(/\s+/).map(Number)
    case 'lines':
      return text.split('\n').filter((line) => line !== '')
    case 'text':
      return kind.mayBeEmpty && text.trim() === '' ? null : text
    case 'choice':
    case 'document':
      return text
  }
}

const figure = (value: number): string => value.toLocaleString('en')

/** What would be right, where the schema's own words would not help. */
export function expectation(kind: Kind): string | undefined {
  if (kind.kind === 'numbers') return `${kind.count} whole numbers from 0 on`
  if (kind.kind !== 'number') return undefined
  const what = kind.whole ? 'A whole number' : 'A number'
  return `${what} from ${figure(kind.least)} to ${figure(kind.most)}${kind.mayBeEmpty ? ', or empty' : ''}`
}

const units = { ms: 'ms', s: 's', usd: 'US dollars', days: 'days', bytes: 'bytes', mb: 'MB' } as const

/** The unit at the end of a name: `kill_grace_ms` is in ms. */
export const unitOf = (name: SettingName): keyof typeof units | undefined =>
  (Object.keys(units) as (keyof typeof units)[]).find((unit) => name.endsWith(`_${unit}`))

export const unitWord = (name: SettingName): string | undefined => {
  const unit = unitOf(name)
  return unit && units[unit]
}

/** A value as people say it: `5 s`, `no`, `none`. */
export function shown(name: SettingName, value: unknown): string {
  if (value === null || value === '' || (Array.isArray(value) && value.length === 0)) return 'none'
  if (typeof value === 'boolean') return value ? 'on' : 'off'
  if (typeof value !== 'number') return textOf(kindOf(name), value)
  const unit = unitOf(name)
  if (unit === 'ms') return duration(value)
  return unit === 's' ? duration(value * 1_000) : `${figure(value)}${unit ? ` ${units[unit]}` : ''}`
}

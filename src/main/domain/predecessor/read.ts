/*
 * The predecessor checked little of what it wrote, and its files were edited by hand: every value is looked at, and what
 * cannot be what it should be throws a sentence about itself, which becomes the problem of its record.
 */

export type Json = Readonly<Record<string, unknown>>

/** The record cannot be taken over, for this reason. */
export class BadRecord extends Error {
  override readonly name = 'BadRecord'
}

export const isRecord = (value: unknown): value is Json => typeof value === 'object' && value !== null && !Array.isArray(value)
export const recordAt = (record: Json, name: string): Json => (isRecord(record[name]) ? record[name] : {})
export const textAt = (record: Json, name: string): string | undefined => (typeof record[name] === 'string' ? record[name] : undefined)
export const numberAt = (record: Json, name: string): number | undefined =>
  typeof record[name] === 'number' && Number.isFinite(record[name]) ? record[name] : undefined
export const textsAt = (record: Json, name: string): string[] =>
  Array.isArray(record[name]) ? record[name].filter((one) => typeof one === 'string') : []

/** Python reads an id with or without hyphens, in braces, in capitals, and as a urn. */
export function idFrom(value: unknown, what: string): string {
  const digits =
    typeof value === 'string'
      ? value
          .toLowerCase()
          .replace(/^urn:uuid:/, '')
          .replace(/[{}-]/g, '')
      : ''
  if (!/^[0-9a-f]{32}$/.test(digits)) throw new BadRecord(`${what} is no UUID: ${JSON.stringify(value)?.slice(0, 60) ?? 'missing'}`)
  return digits.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5')
}

export const idOrNull = (value: unknown, what: string): string | null =>
  value === null || value === undefined || value === '' ? null : idFrom(value, what)

/** It wrote times of the machine's own clock, without a zone. */
export function instantFrom(value: unknown): string | null {
  const milliseconds = typeof value === 'string' ? Date.parse(value) : Number.NaN
  return Number.isNaN(milliseconds) ? null : new Date(milliseconds).toISOString()
}

/** Says what is not as it was. */
export type Warn = (message: string) => void

export const nameFrom = (record: Json, usual: string): string => textAt(record, 'name')?.trim().slice(0, 200) || usual

/** It looked up variables when a task ran; here the home is the only one that needs no looking up. */
export function folderFrom(text: string, warn: Warn): string {
  const folder = text.trim().replace(/^\$(?:\{HOME\}|HOME)(?=$|\/)/, '~')
  if (/\$\w|\$\{/.test(folder)) warn(`its folder ${folder} names a variable, which is not looked up here: name the folder itself`)
  else if (!/^(~|\/|[a-zA-Z]:)/.test(folder)) warn(`its folder ${folder} is not absolute: name the whole folder`)
  return folder
}

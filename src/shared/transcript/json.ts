export type Json = Readonly<Record<string, unknown>>

export const isRecord = (value: unknown): value is Json => typeof value === 'object' && value !== null && !Array.isArray(value)

/** The object that a line is; undefined for everything else, which is no fault: programs print what they like. */
export function recordIn(line: string): Json | undefined {
  if (!line.trimStart().startsWith('{')) return undefined
  try {
    const value: unknown = JSON.parse(line)
    return isRecord(value) ? value : undefined
  } catch {
    return undefined
  }
}

export const textAt = (record: Json, name: string): string | undefined => (typeof record[name] === 'string' ? record[name] : undefined)
export const numberAt = (record: Json, name: string): number | null =>
  typeof record[name] === 'number' && Number.isFinite(record[name]) ? record[name] : null
export const recordAt = (record: Json, name: string): Json => (isRecord(record[name]) ? record[name] : {})
export const recordsAt = (record: Json, name: string): readonly Json[] => (Array.isArray(record[name]) ? record[name].filter(isRecord) : [])

/** Whole numbers are what the database keeps of tokens and turns. */
export const countAt = (record: Json, name: string): number | null => {
  const value = numberAt(record, name)
  return value === null ? null : Math.round(value)
}

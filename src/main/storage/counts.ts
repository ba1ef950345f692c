import type { Sql, Values } from './statements.ts'

/**
 * Totals of lists, kept until something is written: a list that is read page after page counts once.
 */
export interface Counts {
  of(text: string, values: Values): number
  forget(): void
}

const mostKept = 500

export function createCounts(sql: Sql): Counts {
  const kept = new Map<string, number>()
  return {
    of(text, values) {
      const key = `${text}\n${JSON.stringify(values)}`
      const known = kept.get(key)
      if (known !== undefined) return known
      if (kept.size >= mostKept) kept.clear()
      const counted = sql.count(text, values)
      kept.set(key, counted)
      return counted
    },
    forget: () => kept.clear(),
  }
}

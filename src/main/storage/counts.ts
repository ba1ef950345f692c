import { createKept } from './kept.ts'
import type { Sql, Values } from './statements.ts'

/** Totals of lists: a list that is read page after page counts once. */
export interface Counts {
  of(text: string, values: Values): number
}

const mostKept = 500

export function createCounts(sql: Sql): Counts {
  const kept = createKept<number>(sql, mostKept)
  return { of: (text, values) => kept.of(`${text}\n${JSON.stringify(values)}`, () => sql.count(text, values)) }
}

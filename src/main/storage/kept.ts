import type { Sql } from './statements.ts'

/** What was read, kept until something is written: a list that is asked for again and again is read once. */
export interface Kept<Value> {
  of(key: string, read: () => Value): Value
}

/** @param most so many are kept; one more, and all of them go */
export function createKept<Value>(sql: Pick<Sql, 'writes'>, most: number): Kept<Value> {
  const values = new Map<string, Value>()
  const state = { writes: sql.writes() }
  return {
    of(key, read) {
      if (state.writes !== sql.writes()) values.clear()
      state.writes = sql.writes()
      const known = values.get(key)
      if (known !== undefined) return known
      if (values.size >= most) values.clear()
      const value = read()
      values.set(key, value)
      return value
    },
  }
}

import type { Statement } from 'better-sqlite3'
import type { Connection } from './database.ts'

export type Row = Readonly<Record<string, unknown>>
export type Values = Readonly<Record<string, unknown>>

/** Prepares each statement once, by its text. Parameters are named, and bound, never written into the text. */
export interface Sql {
  one(text: string, values?: Values): Row | undefined
  all(text: string, values?: Values): readonly Row[]
  each(text: string, values?: Values): IterableIterator<Row>
  /** The number of rows changed. */
  run(text: string, values?: Values): number
  count(text: string, values?: Values): number
  /** Another number after everything that was written, or taken back. */
  writes(): number
  takenBack(): void
}

export function createSql(database: Connection): Sql {
  const prepared = new Map<string, Prepared>()
  const state = { writes: 0 }
  const prepare = (text: string): Prepared => {
    const statement = database.prepare<[Values], Row>(planned(text))
    const made: Prepared = { statement, writes: statement.readonly ? 0 : 1 }
    prepared.set(text, made)
    return made
  }
  const statement = (text: string): Prepared['statement'] => {
    const { statement, writes } = prepared.get(text) ?? prepare(text)
    state.writes += writes
    return statement
  }
  return {
    one: (text, values = {}) => statement(text).get(values),
    all: (text, values = {}) => statement(text).all(values),
    each: (text, values = {}) => statement(text).iterate(values),
    run: (text, values = {}) => statement(text).run(values).changes,
    count: (text, values = {}) => Number(statement(text).get(values)?.['n'] ?? 0),
    writes: () => state.writes,
    takenBack() {
      state.writes++
    },
  }
}

interface Prepared {
  readonly statement: Statement<[Values], Row>
  readonly writes: 0 | 1
}

/**
 * The same with its values hidden from the planner. Where the planner looked at a value, as it does wherever there is an order,
 * a join or a limit, SQLite plans the statement anew at every call, and that costs thirty times what the statement does. Here
 * no value decides which index is the right one.
 */
const planned = (text: string): string => text.replace(/(?<=[ (]):(?=\w)/g, '+:').replace(/limit \+:\w+/g, '$& + 0')

/** Conditions that are there only when they are asked for; the set of texts stays small, so each is prepared once. */
export function where(conditions: readonly (string | false | undefined)[]): string {
  const asked = conditions.filter((condition) => typeof condition === 'string')
  return asked.length > 0 ? `where ${asked.join(' and ')}` : ''
}

/** Of one user, in the words that the indexes over users’ rows were made with; the machine’s owner asks without it. */
export const ofUser = "owner <> 'local' and owner = :owner"

/** A text to be found anywhere in a `like` with `escape '\'`. */
export const containing = (text: string): string => `%${text.replace(/[\\%_]/g, (sign) => `\\${sign}`)}%`

/** One JSON array as a parameter: `where id in (select value from json_each(:ids))`. */
export const list = (ids: readonly string[]): string => JSON.stringify(ids)

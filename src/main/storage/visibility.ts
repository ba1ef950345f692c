import type { Visibility } from '../ports/visibility.ts'
import type { Sql } from './statements.ts'

/** Where each entity's rows are. Something new that has an owner is one more line. */
const tables = {
  job: 'jobs',
  task: 'tasks',
  run: 'runs',
  profile: 'profiles',
  worker: 'workers',
  notice: 'notices',
  user: 'users',
} as const

/** Rows that are the machine's, and belong to no user. */
const ownerless: ReadonlySet<string> = new Set(['user'])

const tableOf = (entity: string): string | undefined => Object.entries(tables).find(([name]) => name === entity)?.[1]

export function createVisibility(sql: Sql): Visibility {
  return {
    knows: (entity) => tableOf(entity) !== undefined,
    sees(owner, entity, id) {
      const table = tableOf(entity)
      if (table === undefined || (owner !== undefined && ownerless.has(entity))) return false
      return (
        sql.one(`select 1 from ${table} where id = :id ${owner === undefined ? '' : 'and owner = :owner'}`, { id, owner }) !== undefined
      )
    },
    endingWith(owner, entity, end) {
      const row = sql.one(
        `select id, name from ${tables[entity]} where substr(id, -length(:end)) = :end ${owner === undefined ? '' : 'and owner = :owner'}`,
        { end, owner },
      )
      return row && { id: row['id'] as string, name: row['name'] as string }
    },
  }
}

import type { Visibility } from '../ports/store.ts'
import type { Sql } from './statements.ts'

/** Where each entity's rows are. Something new that has an owner is one more line. */
const tables = { job: 'jobs', task: 'tasks', run: 'runs', profile: 'profiles', worker: 'workers' } as const

const tableOf = (entity: string): string | undefined => Object.entries(tables).find(([name]) => name === entity)?.[1]

export function createVisibility(sql: Sql): Visibility {
  return {
    knows: (entity) => tableOf(entity) !== undefined,
    sees(owner, entity, id) {
      const table = tableOf(entity)
      return table !== undefined && sql.one(`select 1 from ${table} where id = :id and (:owner is null or owner = :owner)`, { id, owner: owner ?? null }) !== undefined
    },
  }
}

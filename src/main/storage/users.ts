import type { UserRow, UserStore } from '../ports/access.ts'
import type { User } from '../../shared/model/user.ts'
import type { Counts } from './counts.ts'
import { json } from './json.ts'
import { containing, where, type Row, type Sql } from './statements.ts'

export function createUserStore(sql: Sql, counts: Counts): UserStore {
  return {
    find(id) {
      const row = sql.one('select * from users where id = :id', { id })
      return row && userRowFrom(row)
    },
    list({ q }, page) {
      const clause = where([q !== undefined && "id like :q escape '\\'"])
      const values = { q: q === undefined ? null : containing(q) }
      return {
        items: sql.all(`select * from users ${clause} order by id limit :limit offset :offset`, { ...values, ...page }).map(userFrom),
        total: counts.of(`select count(*) as n from users ${clause}`, values),
      }
    },
    insert: (user) =>
      sql.run(
        `
      insert into users (id, password_hash, scopes, tier, workspace_id, created_at, updated_at)
      values (:userId, :passwordHash, :scopes, :tier, :workspaceId, :createdAt, :updatedAt)
      on conflict do nothing`,
        { ...user, scopes: JSON.stringify(user.scopes) },
      ) === 1,
    update: (user) =>
      void sql.run(
        `
      update users
      set password_hash = :passwordHash, scopes = :scopes, tier = :tier, workspace_id = :workspaceId, updated_at = :updatedAt
      where id = :userId`,
        { ...user, scopes: JSON.stringify(user.scopes) },
      ),
    remove: (id) => void sql.run('delete from users where id = :id', { id }),
  }
}

const userFrom = (row: Row): User =>
  ({
    userId: row['id'],
    scopes: json(row['scopes']),
    tier: row['tier'],
    workspaceId: row['workspace_id'],
    createdAt: row['created_at'],
    updatedAt: row['updated_at'],
  }) as User

export const userRowFrom = (row: Row): UserRow => ({ ...userFrom(row), passwordHash: row['password_hash'] as string })

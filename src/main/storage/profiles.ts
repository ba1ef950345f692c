import type { EnvVar, Profile } from '../../shared/model/profile.ts'
import type { Vault } from '../ports/secrets.ts'
import type { ProfileStore } from '../ports/profiles.ts'
import type { Counts } from './counts.ts'
import { openedVariables, sealedVariables } from './sealing.ts'
import { json } from './json.ts'
import { containing, ofUser, where, type Row, type Sql } from './statements.ts'

/** @param vault keeps their secrets from whoever reads the file */
export function createProfileStore(sql: Sql, counts: Counts, vault?: Vault): ProfileStore {
  const rowFrom = (profile: Profile) => ({
    ...profile,
    envVars: JSON.stringify(sealedVariables(vault, profile.envVars)),
    spendLimit: profile.spendLimit && JSON.stringify(profile.spendLimit),
  })
  const profileFrom = (row: Row): Profile => ({
    ...plainFrom(row),
    envVars: [...openedVariables(vault, json(row['env_vars']) as EnvVar[])],
  })
  return {
    find(id) {
      const row = sql.one('select * from profiles where id = :id', { id })
      return row && profileFrom(row)
    },
    list({ owner, q }, page) {
      const clause = where([owner !== undefined && ofUser, q !== undefined && "name like :q escape '\\'"])
      const values = { owner: owner ?? null, q: q === undefined ? null : containing(q) }
      return {
        items: sql
          .all(`select * from profiles ${clause} order by name collate nocase, id limit :limit offset :offset`, { ...values, ...page })
          .map(profileFrom),
        total: counts.of(`select count(*) as n from profiles ${clause}`, values),
      }
    },
    insert: (profile) =>
      void sql.run(
        `
      insert into profiles (id, name, description, env_vars, on_unresolved, spend_limit, parked_until, parked_reason, owner, created_at, updated_at)
      values (:id, :name, :description, :envVars, :onUnresolved, :spendLimit, :parkedUntil, :parkedReason, :owner, :createdAt, :updatedAt)`,
        rowFrom(profile),
      ),
    update: (profile) =>
      void sql.run(
        `
      update profiles
      set name = :name, description = :description, env_vars = :envVars, on_unresolved = :onUnresolved, spend_limit = :spendLimit,
        parked_until = :parkedUntil, parked_reason = :parkedReason, updated_at = :updatedAt
      where id = :id`,
        rowFrom(profile),
      ),
    remove: (id) => void sql.run('delete from profiles where id = :id', { id }),
    usesOf: (id) => ({
      example: sql.one(
        `
      select 'job' as entity, name from jobs where profile_id = :id
      union all select 'task', name from tasks where profile_id = :id
      limit 1`,
        { id },
      ) as { readonly entity: 'job' | 'task'; readonly name: string } | undefined,
      tasks: sql.count('select count(*) as n from tasks where profile_id = :id', { id }),
      jobs: sql.count('select count(*) as n from jobs where profile_id = :id', { id }),
      runs: sql.count("select count(*) as n from runs where profile_id = :id and status in ('queued', 'starting', 'running', 'paused')", {
        id,
      }),
    }),
  }
}

const plainFrom = (row: Row) =>
  ({
    id: row['id'],
    name: row['name'],
    description: row['description'],
    onUnresolved: row['on_unresolved'],
    spendLimit: json(row['spend_limit']),
    parkedUntil: row['parked_until'],
    parkedReason: row['parked_reason'],
    owner: row['owner'],
    createdAt: row['created_at'],
    updatedAt: row['updated_at'],
  }) as Omit<Profile, 'envVars'>

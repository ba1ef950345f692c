import { isSealed, type EnvVar } from '../../shared/model/profile.ts'
import type { Vault } from '../ports/secrets.ts'
import { json } from './json.ts'
import type { Sql } from './statements.ts'

/** What of a profile is a secret of its own: other sources only name where theirs is. */
const isKeptSecret = ({ source, secret, value }: EnvVar): boolean => source === 'static' && secret !== false && value !== ''

export const sealedVariables = (vault: Vault | undefined, variables: readonly EnvVar[]): readonly EnvVar[] =>
  variables.map((variable) => (vault && isKeptSecret(variable) ? { ...variable, value: vault.seal(variable.value) } : variable))

/** One that cannot be opened stays sealed: it is kept, and never used. */
export const openedVariables = (vault: Vault | undefined, variables: readonly EnvVar[]): readonly EnvVar[] =>
  variables.map((variable) => (isSealed(variable.value) ? { ...variable, value: vault?.open(variable.value) ?? variable.value } : variable))

/** The address of the broker holds a password. */
export const isSecretSetting = (name: string): boolean => name === 'bus.url'

/** Seals what was stored before anything could seal it. */
export function sealStored(sql: Sql, vault: Vault): void {
  if (vault.protection.by !== 'operating_system') return
  for (const row of sql.all('select id, env_vars from profiles')) {
    const sealed = JSON.stringify(sealedVariables(vault, json(row['env_vars']) as EnvVar[]))
    if (sealed !== row['env_vars']) sql.run('update profiles set env_vars = :sealed where id = :id', { id: row['id'], sealed })
  }
  for (const row of sql.all('select name, value from settings')) {
    const value: unknown = JSON.parse(row['value'] as string)
    if (isSecretSetting(String(row['name'])) && typeof value === 'string' && value !== '' && !isSealed(value))
      sql.run('update settings set value = :sealed where name = :name', { name: row['name'], sealed: JSON.stringify(vault.seal(value)) })
  }
}

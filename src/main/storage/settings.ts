import { settingNames, settingSchemas, type Settings } from '../../shared/model/settings.ts'
import { isSealed } from '../../shared/model/profile.ts'
import type { Vault } from '../ports/secrets.ts'
import type { Store } from '../ports/store.ts'
import { isSecretSetting } from './sealing.ts'
import type { Sql } from './statements.ts'

export interface SettingsStore extends Pick<Store, 'readSettings' | 'writeSetting'> {
  /** What was read inside a transaction that was taken back is not true any more. */
  forget(): void
}

/** Settings are asked for many times a second and written now and then: they are read once for each change. */
export function createSettingsStore(sql: Sql, vault?: Vault): SettingsStore {
  const kept: { settings: Partial<Settings> | undefined } = { settings: undefined }
  return {
    readSettings: () => (kept.settings ??= readAll(sql, vault)),
    writeSetting(name, value) {
      kept.settings = undefined
      sql.run(
        `
        insert into settings (name, value) values (:name, :value)
        on conflict do update set value = :value`,
        {
          name,
          value: JSON.stringify(vault && isSecretSetting(name) && typeof value === 'string' && value !== '' ? vault.seal(value) : value),
        },
      )
    },
    forget() {
      kept.settings = undefined
    },
  }
}

/** What cannot be opened is refused by its schema. */
const opened = (vault: Vault | undefined, value: unknown): unknown =>
  typeof value === 'string' && isSealed(value) ? (vault?.open(value) ?? value) : value

/** A value that this version would refuse (written by another one) counts as not set. */
function readAll(sql: Sql, vault: Vault | undefined): Partial<Settings> {
  const stored = new Map(
    sql.all('select name, value from settings').map((row) => [row['name'], JSON.parse(row['value'] as string) as unknown]),
  )
  return Object.fromEntries(
    settingNames
      .filter((name) => stored.has(name))
      .flatMap((name) => {
        const parsed = settingSchemas[name].safeParse(opened(vault, stored.get(name)))
        return parsed.success ? [[name, parsed.data] as const] : []
      }),
  )
}

import { settingNames, settingSchemas, type Settings } from '../../shared/model/settings.ts'
import type { Store } from '../ports/store.ts'
import type { Sql } from './statements.ts'

export interface SettingsStore extends Pick<Store, 'readSettings' | 'writeSetting'> {
  /** What was read inside a transaction that was taken back is not true any more. */
  forget(): void
}

/** Settings are asked for many times a second and written now and then: they are read once for each change. */
export function createSettingsStore(sql: Sql): SettingsStore {
  const kept: { settings: Partial<Settings> | undefined } = { settings: undefined }
  return {
    readSettings: () => kept.settings ??= readAll(sql),
    writeSetting(name, value) {
      kept.settings = undefined
      sql.run(`
        insert into settings (name, value) values (:name, :value)
        on conflict do update set value = :value`, { name, value: JSON.stringify(value) })
    },
    forget() { kept.settings = undefined },
  }
}

/** A value that this version would refuse (written by another one) counts as not set. */
function readAll(sql: Sql): Partial<Settings> {
  const stored = new Map(sql.all('select name, value from settings').map((row) => [row['name'], JSON.parse(row['value'] as string) as unknown]))
  return Object.fromEntries(settingNames.filter((name) => stored.has(name)).flatMap((name) => {
    const parsed = settingSchemas[name].safeParse(stored.get(name))
    return parsed.success ? [[name, parsed.data] as const] : []
  }))
}

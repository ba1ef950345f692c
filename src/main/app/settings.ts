import { ok } from '../../shared/model/result.ts'
import { defaultSettings, settingNames, type Settings } from '../../shared/model/settings.ts'
import { maskedAddress, unmaskedAddress } from '../domain/broker-address.ts'
import type { Store } from '../ports/store.ts'
import type { Deps } from './deps.ts'
import type { Handlers } from './handler.ts'

/** What was set, and the usual for everything else: put together once for each change. */
export function createSettingsReader(store: Store, cores: number): () => Settings {
  const kept: { stored: unknown; settings: Settings } = { stored: undefined, settings: defaultSettings(cores) }
  return () => {
    const stored = store.readSettings()
    if (stored !== kept.stored) Object.assign(kept, { stored, settings: { ...defaultSettings(cores), ...stored } })
    return kept.settings
  }
}

export const settingsHandlers = ({ store, settings, machine }: Deps): Handlers<'settings'> => {
  const values = () => {
    const now = { ...settings(), 'bus.url': maskedAddress(settings()['bus.url']) }
    const usual = defaultSettings(machine.cores)
    return Object.fromEntries(settingNames.map((name) => [name, { value: now[name], default: usual[name] }])) as Record<
      keyof Settings,
      { value: unknown; default: unknown }
    >
  }
  return {
    get: () => ok(values()),
    update: (changes) => {
      const url = changes['bus.url']
      const plain = url === undefined ? changes : { ...changes, 'bus.url': unmaskedAddress(url, settings()['bus.url']) }
      for (const name of settingNames) if (plain[name] !== undefined) store.writeSetting(name, plain[name])
      store.journal.append({ type: 'settings.updated' })
      return ok(values())
    },
  }
}

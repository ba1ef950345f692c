import { z } from 'zod'

/**
 * Every setting by its dotted name: what it may be, and what it does. A default that depends on the machine
 * (`runs.max_parallel`: its cores, at least 2) is filled in where the settings are read.
 */
export const settingSchemas = {
  'runs.max_parallel': z.int().min(1).max(10_000).meta({ description: 'How many runs may be active at once' }),
  'runs.share_folder': z.boolean().meta({ description: 'Whether two runs may work in one folder at the same time; the home folder, where no folder was named, may always be shared' }),
  'spend.per_day_usd': z.number().min(0).max(1_000_000).nullable().meta({ description: 'What coding agents may spend a day (UTC), in US dollars; then their runs wait for tomorrow. null for no limit' }),
  'spend.per_run_usd': z.number().min(0).max(1_000_000).nullable().meta({ description: 'What a run of a coding agent may spend before it is ended, in US dollars. null for no limit' }),
  'runs.kill_grace_ms': z.int().min(0).max(600_000).meta({ description: 'How long a stopped process tree may take to end by itself before it is killed, in ms' }),
} as const

export type SettingName = keyof typeof settingSchemas
export type Settings = { readonly [Name in SettingName]: z.infer<(typeof settingSchemas)[Name]> }

export const settingNames = Object.keys(settingSchemas) as SettingName[]

/** @param cores number of processor cores of the machine */
export const defaultSettings = (cores: number): Settings => ({
  'runs.max_parallel': Math.max(2, cores),
  'runs.share_folder': false,
  'spend.per_day_usd': null,
  'spend.per_run_usd': null,
  'runs.kill_grace_ms': 5_000,
})

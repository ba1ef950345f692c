import type { SettingName } from '../../../shared/model/settings.ts'

/** What stands in each field, as it was typed. */
export type Draft = Readonly<Record<string, string>>

export interface RuleField {
  readonly name: 'ageDays' | 'runsPerTask' | 'logBytes' | 'tickDays'
  readonly setting: SettingName
  readonly label: string
  readonly help: string
  /** What one in the field is in the setting. */
  readonly unit: number
}

const gibibyte = 1_073_741_824

export const fields: readonly RuleField[] = [
  { name: 'ageDays', setting: 'retention.age_days', label: 'Keep runs for, in days', help: 'After their end. Empty: for ever.', unit: 1 },
  {
    name: 'runsPerTask',
    setting: 'retention.runs_per_task',
    label: 'Keep of each task, runs',
    help: 'The newest ones. Empty: all.',
    unit: 1,
  },
  {
    name: 'logBytes',
    setting: 'retention.log_bytes',
    label: 'Keep of logs, in GiB',
    help: 'Beyond that the oldest runs go.',
    unit: gibibyte,
  },
  { name: 'tickDays', setting: 'retention.tick_days', label: 'Keep occurrences for, in days', help: 'What became of schedules.', unit: 1 },
]

/** A setting as it stands in its field. */
export const settingOf = ({ unit }: RuleField, value: unknown): string =>
  typeof value === 'number' ? String(Number((value / unit).toFixed(3))) : ''

/** What is in the field, as the setting; what is no number is for the engine to refuse. */
export function valueOf({ name, unit }: RuleField, draft: Draft): number | null {
  const text = (draft[name] ?? '').trim()
  return text === '' ? null : unit === 1 ? Number(text) : Math.round(Number(text) * unit)
}

const units = ['B', 'KiB', 'MiB', 'GiB', 'TiB']

export function bytes(count: number): string {
  const power = Math.min(units.length - 1, count < 1 ? 0 : Math.floor(Math.log2(count) / 10))
  return `${(count / 1_024 ** power).toFixed(power === 0 ? 0 : 1)} ${units[power] ?? ''}`
}

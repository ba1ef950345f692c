import { settingNames, type SettingName } from '../../../shared/model/settings.ts'
import { aboutOf } from './kind.ts'

export interface Section {
  readonly id: string
  readonly title: string
  readonly names: readonly SettingName[]
}

/** Where the first part of a name would not do as a title. */
const titles: Readonly<Record<string, string>> = {
  coding_agent: 'Coding agent',
  bus: 'Broker',
  agents: 'Agents elsewhere',
  spend: 'Spending',
}

const sentence = (words: string): string => `${words.charAt(0).toUpperCase()}${words.slice(1)}`.replaceAll('_', ' ')
const sectionOf = (name: SettingName): string => name.slice(0, name.lastIndexOf('.'))

/** `tiers.partner` is “Tiers: partner”. */
const titleOf = (id: string): string => {
  const [first = '', ...rest] = id.split('.')
  return [titles[first] ?? sentence(first), ...rest.map((part) => part.replaceAll('_', ' '))].join(': ')
}

/** The last part of its name, as words, without the unit: `kill_grace_ms` is “Kill grace”. */
export const titleOfSetting = (name: SettingName): string =>
  sentence(name.slice(name.lastIndexOf('.') + 1).replace(/_(ms|s|usd|bytes|mb)$/, ''))

/** Every setting under the beginning of its name, in the order of the table. */
export const sections: readonly Section[] = [...new Set(settingNames.map(sectionOf))].map((id) => ({
  id,
  title: titleOf(id),
  names: settingNames.filter((name) => sectionOf(name) === id),
}))

/** Whether every word that was asked for is in the name, the title or the sentence about it. */
export function speaksOf(name: SettingName, section: Section, asked: string): boolean {
  const text = `${name} ${section.title} ${titleOfSetting(name)} ${aboutOf(name)}`.toLowerCase()
  return asked
    .toLowerCase()
    .split(/\s+/)
    .every((word) => text.includes(word))
}

import { expect, test } from 'vitest'
import { defaultSettings, settingNames, settingSchemas, type SettingName } from '../../../shared/model/settings.ts'
import { aboutOf, expectation, kindOf, shown, textOf, valueOf } from './kind.ts'
import { sections, speaksOf, titleOfSetting } from './sections.ts'

const usual = defaultSettings(4)

test.each(settingNames)('%s stands in a field as it is, comes out as it was, and is in one section with a sentence', (name) => {
  const kind = kindOf(name)
  if (kind.kind !== 'document') expect(settingSchemas[name].parse(valueOf(kind, textOf(kind, usual[name])))).toEqual(usual[name])
  expect(aboutOf(name)).not.toBe('')
  expect(sections.filter(({ names }) => names.includes(name))).toHaveLength(1)
})

test('the kind of a field follows from the schema', () => {
  expect(kindOf('runs.share_folder')).toEqual({ kind: 'switch' })
  expect(kindOf('coding_agent.kind')).toMatchObject({ kind: 'choice', options: ['claude', 'codex', 'text'] })
  expect(kindOf('runs.max_parallel')).toEqual({ kind: 'number', whole: true, least: 1, most: 10_000, mayBeEmpty: false })
  expect(kindOf('spend.per_day_usd')).toMatchObject({ kind: 'number', whole: false, mayBeEmpty: true })
  expect(kindOf('resources.quotas')).toEqual({ kind: 'numbers', count: 6 })
  expect(kindOf('coding_agent.args')).toEqual({ kind: 'lines' })
  expect(kindOf('pipeline.templates')).toEqual({ kind: 'document' })
})

test('what is written is read as it is meant, and what is expected is said', () => {
  expect(valueOf(kindOf('spend.per_day_usd'), ' ')).toBeNull()
  expect(valueOf(kindOf('resources.quotas'), '1 2  3 4 5 6')).toEqual([1, 2, 3, 4, 5, 6])
  expect(valueOf(kindOf('coding_agent.args'), '--model\n{{model}}\n')).toEqual(['--model', '{{model}}'])
  expect(expectation(kindOf('runs.max_parallel'))).toBe('A whole number from 1 to 10,000')
  expect(expectation(kindOf('spend.per_day_usd'))).toBe('A number from 0 to 1,000,000, or empty')
})

test('values, titles and sections are words', () => {
  expect(shown('runs.kill_grace_ms', 5_000)).toBe('5.0 s')
  expect(shown('spend.per_day_usd', null)).toBe('none')
  expect(titleOfSetting('runs.kill_grace_ms')).toBe('Kill grace')
  const byName = (name: SettingName) => sections.find(({ names }) => names.includes(name))
  expect(byName('tiers.cto_scale.boost')?.title).toBe('Tiers: cto scale')
  const bus = byName('bus.url')
  expect(bus && speaksOf('bus.url', bus, 'broker AMQP')).toBe(true)
  expect(bus && speaksOf('bus.url', bus, 'broker keychain')).toBe(false)
})

import type { Command } from 'commander'
import { operationAt } from '../shared/contract/index.ts'
import { settingNames, type SettingName } from '../shared/model/settings.ts'
import { reachEngine, value } from './engine.ts'
import { Ended, exitCodes } from './exit.ts'
import { globals } from './given.ts'
import { out, printJson } from './print.ts'

export function addSettings(program: Command): void {
  const settings = program.command('settings').description('get, set')
  const get = settings.command('get [name]').description('Show the settings, or one')
  get.action(async (name: string | undefined) => {
    const only = name === undefined ? undefined : known(name)
    const values = await value(reachEngine(globals(get).home).client.settings.get({}))
    show(globals(get).json, only === undefined ? values : { [only]: values[only] })
  })
  const set = settings.command('set <name> <value>').description('Change a setting')
  set.action(async (name: string, text: string) => {
    const changed = known(name)
    const values = (await value(reachEngine(globals(set).home).wire.call('settings.update', { [changed]: read(text) }))) as Values
    show(globals(set).json, globals(set).json ? values : { [changed]: values[changed] ?? {} })
  })
}

type Values = Readonly<Record<string, { readonly value?: unknown; readonly default?: unknown }>>

function show(json: boolean | undefined, values: Values): void {
  const operation = operationAt('settings.get')
  if (json && operation) return printJson(operation, values)
  for (const [name, held] of Object.entries(values)) out(`${name.padEnd(30)} ${shown(held.value)}  (usually ${shown(held.default)})`)
}

const shown = (held: unknown): string => (typeof held === 'string' ? held || 'none' : JSON.stringify(held))

/** Numbers, true, false, null, lists and objects as JSON has them; everything else is a text. */
function read(text: string): unknown {
  if (!/^\s*([[{]|-?\d|(true|false|null)\s*$)/.test(text)) return text
  try {
    return JSON.parse(text)
  } catch {
    return text
  }
}

function known(name: string): SettingName {
  const found = settingNames.find((one) => one === name)
  if (!found) throw new Ended(exitCodes.usage, `There is no setting ${name}. There are: ${settingNames.join(', ')}`)
  return found
}

import { hostname } from 'node:os'
import { join, resolve } from 'node:path'
import { parseArgs } from 'node:util'
import { dataFolder } from '../../shared/machine/data-folder.ts'
import { AgentType, agentTypeOf } from '../../shared/model/agent-type.ts'
import { localAgent } from '../../shared/model/ids.ts'
import { workTypes, type WorkType } from '../../shared/model/work.ts'
import about from '../../../package.json' with { type: 'json' }
import { runRemoteAgent, type RemoteConfig } from './remote-agent.ts'
import { takeWorkDir } from './work-dir.ts'

/* `yardmaster agent --url amqp://… --type infra`: the same agent, told what to do over a broker. */

const usage =
  'yardmaster agent --url amqp[s]://user:password@host/vhost --type infra,code [--name NAME] [--capacity N] [--work-dir FOLDER] [--heartbeat-ms N]'
/** Instead of --url: arguments are seen by everybody on the machine, and this holds a password. */
const urlVariable = 'YARDMASTER_BROKER_URL'
const usualHeartbeatMs = 60_000
const usualCapacity = 4
const longestName = 100

class Misused extends Error {}

function read(argv: readonly string[]): RemoteConfig {
  const { values } = parseArgs({
    args: [...argv],
    options: {
      url: { type: 'string' },
      type: { type: 'string' },
      name: { type: 'string' },
      capacity: { type: 'string' },
      'work-dir': { type: 'string' },
      'heartbeat-ms': { type: 'string' },
      home: { type: 'string' },
    },
  })
  const name = values.name ?? hostname()
  if (!/^[\w.-]+$/.test(name) || name.length > longestName || name === localAgent)
    throw new Misused(`--name takes letters, digits, dots and dashes, and not “local”; this is “${name.slice(0, longestName)}”`)
  const workDir = resolve(values['work-dir'] ?? join(dataFolder(values.home), 'remote-agents', name))
  return {
    name,
    workDir,
    version: about.version,
    url: urlFrom(values.url ?? process.env[urlVariable]),
    types: typesFrom(values.type),
    capacity: numberFrom('--capacity', values.capacity, usualCapacity, 1),
    heartbeatMs: numberFrom('--heartbeat-ms', values['heartbeat-ms'], usualHeartbeatMs, 50),
  }
}

function urlFrom(url: string | undefined): string {
  if (!url || !/^amqps?:\/\/./.test(url))
    throw new Misused(`--url (or ${urlVariable} in the environment) is needed: the broker’s address, amqp:// or amqps://`)
  return url
}

function typesFrom(text: string | undefined): readonly AgentType[] {
  const words = (text ?? '')
    .split(',')
    .map((word) => word.trim())
    .filter(Boolean)
  if (words.length === 0) throw new Misused(`--type is needed: one or more of ${AgentType.options.join(', ')}`)
  return words.map((word) => {
    const type = AgentType.safeParse(word)
    if (!type.success) throw new Misused(`“${word}” is no agent type. There are ${AgentType.options.join(', ')}.`)
    return type.data
  })
}

function numberFrom(flag: string, text: string | undefined, usual: number, least: number): number {
  const number = text === undefined ? usual : Number(text)
  if (!Number.isInteger(number) || number < least) throw new Misused(`${flag} takes a whole number from ${least} on, not “${text ?? ''}”`)
  return number
}

/** What agents of these types may be asked to do; what belongs to no type, any of them does. */
export const capabilitiesOf = (types: readonly AgentType[]): readonly WorkType[] =>
  workTypes.filter((work) => {
    const type = agentTypeOf(work)
    return type === undefined || types.includes(type)
  })

try {
  const config = read(process.argv.slice(2))
  takeWorkDir(config.workDir)
  const agent = await runRemoteAgent({ ...config, capabilities: capabilitiesOf(config.types) })
  process.stdout.write(
    `Agent ${config.name} (${config.types.join(', ')}) takes up to ${config.capacity} runs at once; its files are in ${config.workDir}.\nStop it with Ctrl+C; its runs are stopped with it.\n`,
  )
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => void agent.end().then(() => process.exit(0)))
} catch (error) {
  process.stderr.write(
    `${error instanceof Error ? error.message : String(error)}\n${error instanceof Misused || error instanceof TypeError ? `Usage: ${usage}\n` : ''}`,
  )
  process.exit(error instanceof Misused || error instanceof TypeError ? 2 : 1)
}

import { accessSync, constants } from 'node:fs'
import { delimiter, isAbsolute, join } from 'node:path'
import type { Client } from '../shared/contract/client.ts'
import { defaultSettings } from '../shared/model/settings.ts'
import type { Finding } from './doctor-desktop.ts'

/** Programs of others that some work needs. Without them everything else goes on. */
export async function examineTools(client: Client | undefined): Promise<Finding[]> {
  const agent = await codingAgent(client)
  return [
    found('git', 'git', 'worktrees, commits and what a run changed need it: install git'),
    found(
      'coding agent',
      agent,
      `tasks of coding agents need it: install ${agent}, or name another with \`yardmaster settings set coding_agent.command PROGRAM\``,
    ),
  ]
}

async function codingAgent(client: Client | undefined): Promise<string> {
  const answer = await client?.settings.get({}).catch(() => undefined)
  const named: unknown = answer?.ok ? answer.value['coding_agent.command'].value : undefined
  return typeof named === 'string' ? named : defaultSettings(1)['coding_agent.command']
}

function found(what: string, program: string, without: string): Finding {
  const folders = isAbsolute(program) ? [''] : (process.env['PATH'] ?? '').split(delimiter).filter(Boolean)
  const file = folders.map((folder) => join(folder, program)).find(mayRun)
  return { what, good: true, message: file ?? `${program} is not in this PATH; ${without}` }
}

function mayRun(file: string): boolean {
  try {
    accessSync(file, constants.X_OK)
    return true
  } catch {
    return false
  }
}

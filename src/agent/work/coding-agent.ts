import { randomUUID } from 'node:crypto'
import type { CodingAgentOrder } from '../../shared/model/agent.ts'
import type { CodingAgentWork, ParametersOf } from '../../shared/model/work.ts'
import { findProgram } from '../programs.ts'
import { CannotStart, type Command, type WorkRow } from './work.ts'

type Given = ParametersOf<CodingAgentWork>

/** The prompt goes in on standard input: arguments have a length, stand in lists of processes, and may be taken for options. */
export const codingAgent: WorkRow<CodingAgentWork> = {
  kind: 'process',
  command(given, { environment, codingAgent: agent }): Promise<Command> {
    if (!agent) throw new CannotStart('The order names no coding agent. Start the app again, so that engine and agent are of one version.')
    const program = findProgram(agent.program, environment['PATH'] ?? '')
    if (!program)
      throw new CannotStart(
        `The coding agent “${agent.program}” was not found, or may not be executed. Install it, or name another one in the settings (coding_agent.command).`,
      )
    return Promise.resolve({ program, args: argumentsOf(given, agent), input: promptOf(given.prompt, environment['YARDMASTER_FEEDBACK']) })
  },
}

const promptOf = (prompt: string, feedback: string | undefined): string =>
  feedback === undefined ? prompt : `${prompt}\n\nAn earlier attempt did not pass its check, which said:\n\n${feedback}`

function argumentsOf(given: Given, agent: CodingAgentOrder): string[] {
  switch (agent.dialect) {
    case 'claude':
      return claude(given, agent)
    case 'codex':
      return codex(given, agent)
    case 'text':
      return template(agent.args, { model: given.model })
  }
}

/** Its lists of tools take every argument that follows them up to the next option, so an option always follows, and no prompt. */
function claude(given: Given, { sessionId, maxCostUsd }: CodingAgentOrder): string[] {
  return [
    '--print',
    '--verbose',
    '--output-format',
    'stream-json',
    ...option('--model', given.model),
    ...option('--allowed-tools', given.allowed_tools?.join(',')),
    ...option('--disallowed-tools', given.disallowed_tools?.join(',')),
    ...option('--max-turns', given.max_turns),
    ...option('--max-budget-usd', maxCostUsd),
    '--permission-mode',
    given.permission_mode ?? 'default',
    // A new session gets its id here; together with --resume an id is refused.
    ...(sessionId !== null
      ? ['--resume', sessionId, ...(given.session_mode === 'fork' ? ['--fork-session'] : [])]
      : ['--session-id', randomUUID()]),
  ]
}

const codexSandbox = {
  default: [],
  plan: ['--sandbox', 'read-only'],
  acceptEdits: ['--sandbox', 'workspace-write'],
  bypassPermissions: ['--dangerously-bypass-approvals-and-sandbox'],
} as const

function codex(given: Given, { sessionId }: CodingAgentOrder): string[] {
  const unknown = (['allowed_tools', 'disallowed_tools', 'max_turns'] as const).filter((name) => given[name] !== undefined)
  if (unknown.length > 0)
    throw new CannotStart(`codex has no ${unknown.join(', ')}. Take it out of the task, or choose another coding agent.`)
  if (given.session_mode === 'fork') throw new CannotStart('codex cannot fork a session. Choose “new” or “resume” for the task’s session.')
  return [
    'exec',
    '--json',
    '--skip-git-repo-check',
    ...option('--model', given.model),
    ...codexSandbox[given.permission_mode ?? 'default'],
    ...(sessionId !== null ? ['resume', sessionId] : []),
    '-',
  ]
}

const option = (name: string, value: string | number | null | undefined): string[] =>
  value === undefined || value === null || value === '' ? [] : [name, String(value)]

/** An argument that asks for a value that was not given is left out. */
function template(args: readonly string[], values: Readonly<Record<string, string | undefined>>): string[] {
  return args
    .filter((arg) => [...arg.matchAll(/\{\{(\w+)\}\}/g)].every(([, name = '']) => values[name] !== undefined))
    .map((arg) => arg.replaceAll(/\{\{(\w+)\}\}/g, (_, name: string) => values[name] ?? ''))
}

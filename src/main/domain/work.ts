import type { Failure } from '../../shared/model/failure.ts'
import { fail, ok, type Result } from '../../shared/model/result.ts'
import type { Settings } from '../../shared/model/settings.ts'
import { fieldWords } from '../../shared/words/fields.ts'
import { isCodingAgent, parametersOf, WorkType, workTypes, type CodingAgentWork, type Parameters } from '../../shared/model/work.ts'

export interface AskedWork {
  readonly workType?: string | undefined
  readonly parameters?: Parameters | undefined
  /** Shorthand for a shell_script with this command. */
  readonly command?: string | undefined
  /** Shorthand for a coding agent with this prompt. */
  readonly prompt?: string | undefined
  /** Which one, where nothing else says it. */
  readonly codingAgent?: CodingAgentWork | undefined
}
export interface DefinedWork {
  readonly workType: WorkType
  readonly parameters: Parameters
}

/** The work of the coding agent that the settings name: under its own name where it has one. */
export const codingWorkOf = {
  claude: 'claude_code',
  codex: 'codex',
  text: 'code_gen',
} as const satisfies Record<Settings['coding_agent.kind'], CodingAgentWork>

/**
 * What a task shall do, from what the caller said and, when a task is changed, from what it did before.
 */
export function defineWork(asked: AskedWork, before?: DefinedWork): Result<DefinedWork, Failure> {
  if (asked.command !== undefined && asked.prompt !== undefined) return invalid('prompt', 'and command cannot both be given')
  if (asked.command !== undefined) return fromCommand(asked, asked.command, before)
  if (asked.prompt !== undefined) return fromPrompt(asked, asked.prompt, before)
  const named = asked.workType ?? before?.workType
  if (named === undefined) return invalid('work_type', 'is needed: give command, or work_type with parameters')
  const workType = WorkType.safeParse(named)
  if (!workType.success) return unknownWorkType(named)
  const sameType = workType.data === before?.workType
  return checked(workType.data, asked.parameters ?? (sameType ? before.parameters : {}), 'parameters')
}

function fromCommand(asked: AskedWork, command: string, before?: DefinedWork): Result<DefinedWork, Failure> {
  if (asked.workType !== undefined && asked.workType !== 'shell_script')
    return invalid('command', `goes with work_type shell_script, not ${asked.workType}`)
  if (asked.parameters !== undefined) return invalid('command', 'is the shorthand for parameters.command: give one of the two')
  const kept = before?.workType === 'shell_script' ? before.parameters : {}
  return checked('shell_script', { ...kept, command }, '')
}

function fromPrompt(asked: AskedWork, prompt: string, before?: DefinedWork): Result<DefinedWork, Failure> {
  if (asked.parameters !== undefined) return invalid('prompt', 'is the shorthand for parameters.prompt: give one of the two')
  const named = asked.workType ?? (before && isCodingAgent(before.workType) ? before.workType : (asked.codingAgent ?? 'claude_code'))
  if (!isCodingAgent(named)) return invalid('prompt', `goes with a coding agent, not ${named.slice(0, 100)}`)
  return checked(named, { ...(before?.workType === named ? before.parameters : {}), prompt }, '')
}

function checked(workType: WorkType, parameters: Parameters, at: string): Result<DefinedWork, Failure> {
  const parsed = parametersOf[workType].safeParse(parameters, { error: fieldWords })
  if (parsed.success) return ok({ workType, parameters: parsed.data })
  const problems = parsed.error.issues.flatMap((issue) => problemsOf(issue, at))
  return fail({ kind: 'validation', message: sentence(problems), problems })
}

interface Issue {
  readonly code: string
  readonly path: readonly PropertyKey[]
  readonly message: string
  readonly keys?: readonly string[]
}

function problemsOf(issue: Issue, at: string): { path: string; message: string }[] {
  const path = [at, ...issue.path.map(String)].filter(Boolean).join('.')
  if (!issue.keys) return [{ path, message: issue.message }]
  return issue.keys.map((key) => ({ path: path ? `${path}.${key}` : key, message: 'is not known here' }))
}

const sentence = (problems: readonly { path: string; message: string }[]): string =>
  problems.map((problem) => `${problem.path}: ${problem.message}`).join('; ')

const invalid = (path: string, message: string): Result<never, Failure> =>
  fail({ kind: 'validation', message: `${path} ${message}`, problems: [{ path, message }] })

const unknownWorkType = (named: string): Result<never, Failure> =>
  fail({ kind: 'unknown_work_type', message: `“${named.slice(0, 100)}” is not a work type. There are ${workTypes.join(', ')}.` })

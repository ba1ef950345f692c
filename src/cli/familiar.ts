import { Option, type Command } from 'commander'
import type { Client } from '../shared/contract/client.ts'
import type { JobId, TaskId } from '../shared/model/ids.ts'
import { isCodingAgent } from '../shared/model/work.ts'
import { value } from './engine.ts'
import { Ended, exitCodes } from './exit.ts'
import type { Given } from './given.ts'
import { completeId } from './ids.ts'

/*
 * The words of claude-code-scheduler's command line that are no fields of ours: scripts that were written for it go on.
 */

/** The two profiles behind its shortcuts; an import keeps their ids. */
const shortcuts = { zai: '5270805b-3731-41da-8710-fe765f2e58be', bedrock: '9e4eaa7d-ba4e-44c0-861a-712aa75382d1' } as const

type Input = Readonly<Record<string, unknown>>

export function addFamiliarWords(command: Command, name: string): void {
  if (name === 'tasks.create' || name === 'tasks.update') {
    command
      .option('--model <name>', 'of a coding agent')
      .option('--permissions <mode>', 'of a coding agent: default, acceptEdits, plan, bypass')
      .option('--session-mode <mode>', 'of a coding agent: new, resume (its own last session), fork')
      .option('--max-turns <n>', 'of a coding agent')
      .option('--allowed-tools <a,b,…>', 'of a coding agent')
      .option('--disallowed-tools <a,b,…>', 'of a coding agent')
      .option('--profile <id or name>', 'short for --profile-id')
      .option('--zai', 'the profile with this shortcut')
      .option('--bedrock', 'the profile with this shortcut')
  }
  if (name === 'jobs.create' || name === 'jobs.update') {
    command
      .option('--use-worktree', 'work in a git worktree of the working directory')
      .option('--no-worktree', 'work in the folder itself')
      .option('--worktree-name <branch>', 'the new branch')
      .option('--worktree-branch <branch>', 'the branch it starts from')
      .option('--profile <id or name>', 'short for --profile-id')
  }
  if (name === 'runs.list') command.option('-n <count>', 'short for --limit')
  if (name.endsWith('.list')) command.addOption(new Option('-t, --table', 'a table, as without it').hideHelp())
}

/** The input with what these words say. */
export async function withFamiliarWords(client: Client, name: string, given: Given, input: Input): Promise<Record<string, unknown>> {
  const read = { ...input }
  if (typeof given['n'] === 'string') read['limit'] = Number(given['n'])
  const profile = await profileOf(client, given)
  if (profile !== undefined) read['profileId'] = profile
  if (name === 'tasks.create' || name === 'tasks.update') return { ...read, ...(await agentWords(client, given, read)) }
  return name === 'jobs.create' || name === 'jobs.update' ? { ...read, ...(await folderWords(client, given, read)) } : read
}

async function profileOf(client: Client, given: Given): Promise<string | null | undefined> {
  if (given['zai'] && given['bedrock']) throw new Ended(exitCodes.usage, '--zai and --bedrock name two profiles: give one of them')
  if (given['zai']) return shortcuts.zai
  if (given['bedrock']) return shortcuts.bedrock
  const { profile } = given
  if (typeof profile !== 'string') return undefined
  if (profile === 'none') return null
  const { profiles } = await value(client.profiles.list({ q: profile, limit: 500 }))
  return profiles.find((one) => one.name === profile)?.id ?? (await completeId(client, 'profile', profile))
}

/** A model and permissions stand among the parameters, beside the prompt; those that a task has already stay. */
async function agentWords(client: Client, given: Given, input: Input): Promise<Input> {
  const words = agentParameters(given)
  if (Object.keys(words).length === 0) return {}
  const { prompt, ...before } = await parametersOf(client, input)
  return {
    prompt: undefined,
    workType: input['workType'] ?? before.workType ?? 'claude_code',
    parameters: { ...before.parameters, ...(prompt !== undefined && { prompt }), ...words },
  }
}

function agentParameters({ model, permissions, sessionMode, maxTurns, allowedTools, disallowedTools }: Given): Input {
  return {
    ...(typeof model === 'string' && { model }),
    ...(typeof permissions === 'string' && { permission_mode: permissions === 'bypass' ? 'bypassPermissions' : permissions }),
    ...(typeof sessionMode === 'string' && { session_mode: sessionMode }),
    ...(typeof maxTurns === 'string' && { max_turns: Number(maxTurns) }),
    ...(typeof allowedTools === 'string' && { allowed_tools: listed(allowedTools) }),
    ...(typeof disallowedTools === 'string' && { disallowed_tools: listed(disallowedTools) }),
  }
}

const listed = (text: string): string[] =>
  text
    .split(',')
    .map((part) => part.trim())
    .filter(Boolean)

async function parametersOf(client: Client, { taskId, prompt, parameters }: Input) {
  const task = typeof taskId === 'string' ? await value(client.tasks.get({ taskId: taskId as TaskId })) : undefined
  const isAgent = task !== undefined && isCodingAgent(task.workType)
  return {
    prompt,
    workType: isAgent ? task.workType : undefined,
    parameters: { ...(isAgent && task.parameters), ...(typeof parameters === 'object' && parameters) },
  }
}

const usualFolder = '~/projects'

async function folderWords(client: Client, given: Given, { jobId, workingDirectory }: Input): Promise<Input> {
  const { useWorktree, worktree, worktreeName, worktreeBranch } = given
  const words = {
    ...(useWorktree === true && { useGitWorktree: true }),
    ...(worktree === false && { useGitWorktree: false }),
    ...(worktreeName !== undefined && { worktreeName }),
    ...(worktreeBranch !== undefined && { worktreeBranch }),
  }
  if (Object.keys(words).length === 0) return {}
  const before = typeof jobId === 'string' ? (await value(client.jobs.get({ jobId: jobId as JobId }))).workingDirectory : null
  return {
    workingDirectory: { path: before?.path ?? usualFolder, ...(typeof workingDirectory === 'object' && workingDirectory), ...words },
  }
}

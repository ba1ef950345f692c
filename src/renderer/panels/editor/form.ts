import { z } from 'zod'
import type { TaskChanges } from '../../../shared/contract/tasks.ts'
import { longestName } from '../../../shared/model/job.ts'
import type { Failure } from '../../../shared/model/failure.ts'
import type { Task } from '../../../shared/model/task.ts'
import { agentFieldOf, placementFrom } from './agent-form.ts'
import { flowChangesOf, flowFieldsOf, flowShape } from './flow.ts'
import { isCodingAgent, WorkType, type Parameters } from '../../../shared/model/work.ts'
import { scheduleFields, scheduleFieldsOf, scheduleFrom, scheduleProblems } from './schedule-form.ts'

/*
 * The form holds what people type: texts. What they mean, and whether it is right, the schema says; the engine's own rules
 * are the same ones, and what it refuses is shown beside the field too.
 */

const seconds = z
  .string()
  .trim()
  .regex(/^$|^\d+(\.\d+)?$/, 'A number of seconds, or nothing for no limit')
  .refine(
    (text) => Number.isNaN(Number(text)) || text === '' || (Number(text) >= 1 && Number(text) <= 2_592_000),
    'At least 1 second, at most 30 days',
  )

const headerLine = /^[!#$%&'*+.^_`|~0-9A-Za-z-]+:\s*.*$/

export const TaskFields = z
  .object({
    name: z.string().trim().min(1, 'A task needs a name').max(longestName, `At most ${longestName} characters`),
    description: z.string().max(20_000),
    workType: WorkType,
    command: z.string(),
    shell: z.string(),
    method: z.string(),
    url: z.string(),
    headers: z
      .string()
      .refine((text) => text.split('\n').every((line) => line.trim() === '' || headerLine.test(line)), 'One header a line, as Name: value'),
    body: z.string(),
    expectStatus: z.string().regex(/^$|^[1-5]\d\d$/, 'A status from 100 to 599, or nothing'),
    prompt: z.string(),
    model: z.string(),
    permissionMode: z.string(),
    sessionMode: z.string(),
    allowedTools: z.string(),
    disallowedTools: z.string(),
    maxTurns: z.string().regex(/^$|^[1-9]\d{0,3}$/, 'A whole number from 1 to 9999, or nothing'),
    args: z.string(),
    playbook: z.string(),
    inventory: z.string(),
    service: z.string(),
    minMemory: z.string().regex(/^\d*$/, 'A number of megabytes, or nothing'),
    minDisk: z.string().regex(/^\d*$/, 'A number of megabytes, or nothing'),
    message: z.string(),
    seconds: z.string().regex(/^\d+(\.\d+)?$/, 'A number of seconds'),
    exitCode: z
      .string()
      .regex(/^$|^\d{1,3}$/, 'A number from 1 to 255, or nothing')
      .refine((text) => text === '' || (Number(text) >= 1 && Number(text) <= 255), 'A number from 1 to 255, or nothing'),
    folder: z
      .string()
      .trim()
      .regex(/^$|^(~$|~\/|\/|[a-zA-Z]:[\\/]|\\\\)/, 'An absolute folder, or one that starts with ~/'),
    agent: z.string(),
    ...scheduleFields,
    priority: z.string().regex(/^[1-5]$/),
    timeout: seconds,
    idleTimeout: seconds,
    ...flowShape,
  })
  .superRefine((fields, context) => {
    const problem = (path: string, message: string): void => context.addIssue({ code: 'custom', path: [path], message })
    if (fields.workType === 'shell_script' && fields.command.trim() === '') problem('command', 'What shall it run?')
    if (isCodingAgent(fields.workType) && fields.prompt.trim() === '') problem('prompt', 'What shall the agent do?')
    for (const [field, message] of scheduleProblems(fields)) problem(field, message)
    if (fields.workType === 'http_request' && !/^https?:\/\/[^\s]+$/.test(fields.url))
      problem('url', 'An address that starts with http:// or https://')
  })
export type TaskFields = z.infer<typeof TaskFields>

const text = (value: unknown): string => (typeof value === 'string' || typeof value === 'number' ? String(value) : '')
const inSeconds = (ms: number | null): string => (ms === null ? '' : String(ms / 1_000))
const inMs = (value: string): number | null => (value.trim() === '' ? null : Math.round(Number(value) * 1_000))

export function fieldsOf(task: Task): TaskFields {
  const given = task.parameters
  return {
    name: task.name,
    description: task.description,
    workType: task.workType,
    command: text(given['command']),
    shell: text(given['shell']),
    method: text(given['method']) || 'GET',
    url: text(given['url']),
    headers: headerText(given['headers']),
    body: text(given['body']),
    expectStatus: text(given['expect_status']),
    prompt: text(given['prompt']),
    model: text(given['model']),
    permissionMode: text(given['permission_mode']) || 'default',
    sessionMode: text(given['session_mode']) || 'new',
    allowedTools: listText(given['allowed_tools']),
    disallowedTools: listText(given['disallowed_tools']),
    maxTurns: text(given['max_turns']),
    args: listText(given['args']),
    playbook: text(given['playbook']),
    inventory: text(given['inventory']),
    service: text(given['service']),
    minMemory: text(given['min_free_memory_mb']),
    minDisk: text(given['min_free_disk_mb']),
    message: text(given['message']),
    seconds: text(given['seconds']) || '1',
    exitCode: text(given['exit_code']),
    folder: task.workingDirectory?.path ?? '',
    agent: agentFieldOf(task),
    ...scheduleFieldsOf(task.schedule),
    priority: String(task.priority),
    timeout: inSeconds(task.timeoutMs),
    idleTimeout: inSeconds(task.idleTimeoutMs),
    ...flowFieldsOf(task),
  }
}

export const changesOf = (fields: TaskFields, before: Task): TaskChanges => ({
  ...flowChangesOf(fields, before),
  name: fields.name.trim(),
  description: fields.description,
  workType: fields.workType,
  parameters: parametersFrom(fields),
  workingDirectory:
    fields.folder.trim() === ''
      ? null
      : {
          path: fields.folder.trim(),
          ...(fields.useGitWorktree !== (before.workingDirectory?.useGitWorktree === true) && { useGitWorktree: fields.useGitWorktree }),
        },
  ...placementFrom(fields.agent),
  schedule: scheduleFrom(fields),
  priority: Number(fields.priority),
  timeoutMs: inMs(fields.timeout),
  idleTimeoutMs: inMs(fields.idleTimeout),
})

function parametersFrom(fields: TaskFields): Parameters {
  switch (fields.workType) {
    case 'shell_script':
      return { command: fields.command, ...(fields.shell.trim() !== '' && { shell: fields.shell.trim() }) }
    case 'http_request':
      return {
        method: fields.method,
        url: fields.url.trim(),
        ...(fields.headers.trim() !== '' && { headers: headersFrom(fields.headers) }),
        ...(fields.body !== '' && { body: fields.body }),
        ...(fields.expectStatus !== '' && { expect_status: Number(fields.expectStatus) }),
      }
    case 'claude_code':
    case 'codex':
    case 'code_gen':
    case 'code_review':
    case 'research':
      return agentParameters(fields)
    case 'echo':
      return { message: fields.message }
    case 'ansible':
    case 'test':
      return { command: fields.command }
    case 'run_playbook':
      return { playbook: fields.playbook.trim(), ...(fields.inventory.trim() !== '' && { inventory: fields.inventory.trim() }) }
    case 'deploy_service':
      return { service: fields.service.trim(), ...(fields.command.trim() !== '' && { command: fields.command }) }
    case 'docker':
      return { args: listFrom(fields.args) }
    case 'metrics':
    case 'gpu_status':
      return {}
    case 'resource_check':
      return {
        ...(fields.minMemory !== '' && { min_free_memory_mb: Number(fields.minMemory) }),
        ...(fields.minDisk !== '' && { min_free_disk_mb: Number(fields.minDisk) }),
      }
    case 'slow_echo':
      return { message: fields.message, seconds: Number(fields.seconds) }
    case 'fail':
      return {
        ...(fields.message !== '' && { message: fields.message }),
        ...(fields.exitCode !== '' && { exit_code: Number(fields.exitCode) }),
      }
  }
}

const agentParameters = (fields: TaskFields): Parameters => ({
  prompt: fields.prompt,
  ...(fields.model.trim() !== '' && { model: fields.model.trim() }),
  ...(fields.permissionMode !== 'default' && { permission_mode: fields.permissionMode }),
  ...(fields.sessionMode !== 'new' && { session_mode: fields.sessionMode }),
  ...(listFrom(fields.allowedTools).length > 0 && { allowed_tools: listFrom(fields.allowedTools) }),
  ...(listFrom(fields.disallowedTools).length > 0 && { disallowed_tools: listFrom(fields.disallowedTools) }),
  ...(fields.maxTurns !== '' && { max_turns: Number(fields.maxTurns) }),
})

const listText = (list: unknown): string => (Array.isArray(list) ? list.join('\n') : '')
const listFrom = (lines: string): string[] =>
  lines
    .split('\n')
    .map((line) => line.trim())
    .filter(Boolean)

const headerText = (headers: unknown): string =>
  typeof headers === 'object' && headers !== null
    ? Object.entries(headers)
        .map(([name, value]) => `${name}: ${String(value)}`)
        .join('\n')
    : ''

const headersFrom = (lines: string): Record<string, string> =>
  Object.fromEntries(
    lines
      .split('\n')
      .filter((line) => line.trim() !== '')
      .map((line) => {
        const at = line.indexOf(':')
        return [line.slice(0, at).trim(), line.slice(at + 1).trim()]
      }),
  )

/** The field of the form that a field of the task stands in: `parameters.command` is `command` here. */
export function fieldAt(path: string): keyof TaskFields | undefined {
  const names: Readonly<Record<string, keyof TaskFields>> = {
    permission_mode: 'permissionMode',
    session_mode: 'sessionMode',
    allowed_tools: 'allowedTools',
    disallowed_tools: 'disallowedTools',
    max_turns: 'maxTurns',
    expect_status: 'expectStatus',
    min_free_memory_mb: 'minMemory',
    min_free_disk_mb: 'minDisk',
    exit_code: 'exitCode',
    timeoutMs: 'timeout',
    idleTimeoutMs: 'idleTimeout',
    'schedule.cron': 'cron',
    'schedule.at': 'at',
    'schedule.everyMs': 'every',
    'schedule.watch.path': 'watchPath',
    'schedule.timezone': 'timezone',
    'workingDirectory.path': 'folder',
    workingDirectory: 'folder',
    agentType: 'agent',
    agentId: 'agent',
  }
  const name = path.replace(/^parameters\./, '').replace(/^dependsOn\..*/, 'dependsOn')
  return names[name] ?? (name in TaskFields.shape ? (name as keyof TaskFields) : undefined)
}

/** What the engine found wrong, beside the fields it stands in. */
export const problemsOf = (failure: Failure): readonly { readonly field: keyof TaskFields; readonly message: string }[] =>
  failure.kind === 'validation'
    ? failure.problems.flatMap(({ path, message }) => {
        const field = fieldAt(path)
        return field ? [{ field, message }] : []
      })
    : []

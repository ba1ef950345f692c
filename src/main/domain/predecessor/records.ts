import { parametersOf } from '../../../shared/model/work.ts'
import { EnvVar } from '../../../shared/model/profile.ts'
import type { Profile } from '../../../shared/model/profile.ts'
import type { Retry } from '../../../shared/model/flow.ts'
import type { JobId, ProfileId, RunId, TaskId } from '../../../shared/model/ids.ts'
import type { WorkingDirectory } from '../../../shared/model/job.ts'
import type { Cost, EndedRunStatus } from '../../../shared/model/run.ts'
import type { RunReason } from '../../../shared/model/run-reason.ts'
import type { Schedule } from '../../../shared/model/schedule.ts'
import type { Instant } from '../../../shared/model/time.ts'
import { BadRecord, idFrom, idOrNull, instantFrom, isRecord, numberAt, recordAt, textAt, textsAt, type Json } from './read.ts'
import { scheduleFrom } from './schedule.ts'

type Warn = (message: string) => void

export interface OldJob {
  readonly id: JobId
  readonly name: string
  readonly description: string
  readonly profileId: ProfileId | null
  readonly workingDirectory: WorkingDirectory
  readonly taskOrder: readonly TaskId[]
  readonly createdAt: Instant | null
}

export interface OldTask {
  readonly id: TaskId
  readonly jobId: JobId | null
  readonly name: string
  readonly enabled: boolean
  readonly parameters: Json
  readonly profileId: ProfileId | null
  readonly workingDirectory: WorkingDirectory | null
  readonly schedule: Schedule
  readonly retry: Retry | null
  readonly commitOnSuccess: boolean
  readonly notifications: { readonly onStart: boolean; readonly onEnd: boolean; readonly onFailure: boolean }
  readonly createdAt: Instant | null
}

export interface OldRun {
  readonly id: RunId
  readonly taskId: TaskId
  readonly status: EndedRunStatus
  readonly reason: RunReason
  readonly exitCode: number | null
  readonly errorMessage: string | null
  readonly sessionId: string | null
  readonly cost: Cost | null
  readonly queuedAt: Instant
  readonly startedAt: Instant | null
  readonly finishedAt: Instant
}

const named = (record: Json, usual: string): string => textAt(record, 'name')?.trim().slice(0, 200) || usual

export type OldProfile = Omit<Profile, 'owner' | 'createdAt' | 'updatedAt'> & { readonly createdAt: Instant | null }

export function profileFrom(record: Json): OldProfile {
  const envVars = Array.isArray(record['env_vars']) ? record['env_vars'] : []
  return {
    id: idFrom(record['id'], 'id') as ProfileId, name: named(record, 'Untitled Profile'), description: textAt(record, 'description') ?? '',
    envVars: envVars.map(envVarFrom), onUnresolved: 'omit', spendLimit: null, parkedUntil: null, parkedReason: null, createdAt: instantFrom(record['created_at']),
  }
}

function envVarFrom(value: unknown): EnvVar {
  const record = isRecord(value) ? value : {}
  const config = recordAt(record, 'config')
  const parsed = EnvVar.safeParse({
    name: record['name'], source: record['source'], value: keychainName(record),
    ...(Object.keys(config).length > 0 && { config: { region: textAt(config, 'region'), profile: textAt(config, 'profile'), ...(typeof config['decrypt'] === 'boolean' && { decrypt: config['decrypt'] }) } }),
  })
  if (!parsed.success) throw new BadRecord(`the variable ${JSON.stringify(record['name']) ?? 'without a name'} is not right: ${parsed.error.issues[0]?.path.join('.') ?? ''} ${parsed.error.issues[0]?.message ?? ''}`)
  return parsed.data
}

/** A keychain entry without an account had the account of its service's name. */
function keychainName(record: Json): unknown {
  const value = record['value']
  return record['source'] === 'keychain' && typeof value === 'string' && !value.includes('/') ? `${value}/${value}` : value
}

export function jobFrom(record: Json): OldJob {
  const folder = recordAt(record, 'working_directory')
  const branch = (name: string): { readonly [Name in string]: string } | undefined => textAt(folder, name) ? { [name]: textAt(folder, name) ?? '' } : undefined
  return {
    id: idFrom(record['id'], 'id') as JobId, name: named(record, 'Untitled Job'), description: textAt(record, 'description') ?? '',
    profileId: idOrNull(record['profile'], 'profile') as ProfileId | null,
    workingDirectory: {
      path: textAt(folder, 'path') ?? '~/projects', ...(folder['use_git_worktree'] === true && { useGitWorktree: true }),
      ...(branch('worktree_name') && { worktreeName: textAt(folder, 'worktree_name') }), ...(branch('worktree_branch') && { worktreeBranch: textAt(folder, 'worktree_branch') }),
    },
    taskOrder: textsAt(record, 'task_order').flatMap(taskIdIn),
    createdAt: instantFrom(record['created_at']),
  }
}

/** An id that is none names no task. */
function taskIdIn(id: string): TaskId[] {
  try {
    return [idFrom(id, 'task_order') as TaskId]
  } catch {
    return []
  }
}

const permissions: Readonly<Record<string, string>> = { default: 'default', bypass: 'bypassPermissions', acceptEdits: 'acceptEdits', plan: 'plan' }

export function taskFrom(record: Json, warn: Warn): OldTask {
  const permission = textAt(record, 'permissions')?.replace(/^\['(\w+)'\]$/, '$1') ?? 'bypass'
  if (!permissions[permission]) warn(`its permissions “${permission}” are not known; it gets the default ones`)
  const session = textAt(record, 'session_mode')
  const allowed = textsAt(record, 'allowed_tools')
  const disallowed = textsAt(record, 'disallowed_tools')
  const parameters = {
    prompt: textAt(record, 'prompt') || textAt(record, 'command') || named(record, 'Untitled Task'),
    ...(textAt(record, 'model') && { model: textAt(record, 'model') }), permission_mode: permissions[permission] ?? 'default',
    ...(session === 'reuse' ? { session_mode: 'resume' } : session === 'fork' ? { session_mode: 'fork' } : {}),
    ...(allowed.length > 0 && { allowed_tools: allowed }), ...(disallowed.length > 0 && { disallowed_tools: disallowed }),
  }
  const checked = parametersOf.claude_code.safeParse(parameters)
  if (!checked.success) throw new BadRecord(`${checked.error.issues[0]?.path.join('.') ?? ''} ${checked.error.issues[0]?.message ?? 'is not right'}`)
  const notifications = recordAt(record, 'notifications')
  return {
    id: idFrom(record['id'], 'id') as TaskId, jobId: idOrNull(record['job_id'], 'job_id') as JobId | null, name: named(record, 'Untitled Task'),
    enabled: record['enabled'] !== false, parameters: checked.data, profileId: idOrNull(record['profile'], 'profile') as ProfileId | null,
    workingDirectory: textAt(record, 'working_directory') ? { path: textAt(record, 'working_directory') ?? '~' } : null,
    schedule: scheduleFrom(recordAt(record, 'schedule'), warn), retry: retryFrom(recordAt(record, 'retry')), commitOnSuccess: record['commit_on_success'] !== false,
    notifications: { onStart: notifications['on_start'] === true, onEnd: notifications['on_end'] === true, onFailure: notifications['on_failure'] !== false },
    createdAt: instantFrom(record['created_at']),
  }
}

/** It counted the attempts after the first. */
function retryFrom(retry: Json): Retry | null {
  if (retry['enabled'] !== true) return null
  const delayMs = Math.round((numberAt(retry, 'delay_seconds') ?? 60) * 1_000)
  return {
    maxAttempts: Math.min(100, Math.max(1, Math.round(numberAt(retry, 'max_attempts') ?? 3)) + 1), delayMs: Math.min(86_400_000, Math.max(1_000, delayMs)),
    backoff: (numberAt(retry, 'backoff_multiplier') ?? 2) > 1 ? 'exponential' : 'fixed', jitter: false,
  }
}

/** The true exit code stands in the text of the errors only: the field had been overwritten with 0 or 1. */
const exitCodeInErrors = /CLI exited with code (-?\d+)/

export function runFrom(record: Json): OldRun {
  const queuedAt = instantFrom(record['scheduled_time'])
  if (!queuedAt) throw new BadRecord('scheduled_time is no time')
  const errors = textAt(record, 'errors') ?? ''
  const told = exitCodeInErrors.exec(errors)?.[1]
  const startedAt = instantFrom(record['start_time'])
  const ended = { success: ['succeeded', 'exit_code'], failed: ['failed', 'exit_code'], cancelled: ['cancelled', 'cancelled_by_user'], running: ['failed', 'app_stopped'], upcoming: ['failed', 'app_stopped'] } as const
  const status = textAt(record, 'status') ?? 'upcoming'
  const [to, reason] = ended[status as keyof typeof ended] ?? (() => { throw new BadRecord(`status is not known: ${status}`) })()
  return {
    id: idFrom(record['id'], 'id') as RunId, taskId: idFrom(record['task_id'], 'task_id') as TaskId, status: to, reason,
    exitCode: told === undefined ? numberAt(record, 'exit_code') ?? null : Number(told), errorMessage: errors.trim() === '' ? null : errors.trim().slice(0, 2_000),
    sessionId: textAt(record, 'session_id') ?? null, cost: costIn(textAt(record, 'raw_output') ?? ''),
    queuedAt, startedAt, finishedAt: instantFrom(record['end_time']) ?? startedAt ?? queuedAt,
  }
}

/** The last event of the stream that it kept says what the run cost. */
function costIn(stream: string): Cost | null {
  const line = stream.split('\n').findLast((one) => one.includes('"result"') && one.includes('total_cost_usd'))
  if (!line) return null
  try {
    const result = JSON.parse(line) as Json
    const usage = recordAt(result, 'usage')
    return { usd: numberAt(result, 'total_cost_usd') ?? null, turns: numberAt(result, 'num_turns') ?? null, inputTokens: numberAt(usage, 'input_tokens') ?? null, outputTokens: numberAt(usage, 'output_tokens') ?? null }
  } catch {
    return null
  }
}

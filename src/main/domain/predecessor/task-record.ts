import type { Retry } from '../../../shared/model/flow.ts'
import type { JobId, ProfileId, TaskId } from '../../../shared/model/ids.ts'
import type { WorkingDirectory } from '../../../shared/model/job.ts'
import type { Schedule } from '../../../shared/model/schedule.ts'
import type { Instant } from '../../../shared/model/time.ts'
import { parametersOf } from '../../../shared/model/work.ts'
import {
  BadRecord,
  folderFrom,
  idFrom,
  idOrNull,
  instantFrom,
  nameFrom,
  numberAt,
  recordAt,
  textAt,
  textsAt,
  type Json,
  type Warn,
} from './read.ts'
import { scheduleFrom } from './schedule.ts'

export interface OldTask {
  readonly id: TaskId
  readonly jobId: JobId | null
  readonly name: string
  /** What it had written down, and has no place of its own here. */
  readonly description: string
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

const permissions: Readonly<Record<string, string>> = {
  default: 'default',
  bypass: 'bypassPermissions',
  acceptEdits: 'acceptEdits',
  plan: 'plan',
}

export function taskFrom(record: Json, warn: Warn): OldTask {
  const permission = textAt(record, 'permissions')?.replace(/^\['(\w+)'\]$/, '$1') ?? 'bypass'
  if (!permissions[permission]) warn(`its permissions “${permission}” are not known; it gets the default ones`)
  const session = textAt(record, 'session_mode')
  const allowed = textsAt(record, 'allowed_tools')
  const disallowed = textsAt(record, 'disallowed_tools')
  const parameters = {
    prompt: textAt(record, 'prompt') || textAt(record, 'command') || nameFrom(record, 'Untitled Task'),
    ...(textAt(record, 'model') && { model: textAt(record, 'model') }),
    permission_mode: permissions[permission] ?? 'default',
    ...(session === 'reuse' ? { session_mode: 'resume' } : session === 'fork' ? { session_mode: 'fork' } : {}),
    ...(allowed.length > 0 && { allowed_tools: allowed }),
    ...(disallowed.length > 0 && { disallowed_tools: disallowed }),
  }
  const checked = parametersOf.claude_code.safeParse(parameters)
  if (!checked.success)
    throw new BadRecord(`${checked.error.issues[0]?.path.join('.') ?? ''} ${checked.error.issues[0]?.message ?? 'is not right'}`)
  const notifications = recordAt(record, 'notifications')
  return {
    id: idFrom(record['id'], 'id') as TaskId,
    jobId: idOrNull(record['job_id'], 'job_id') as JobId | null,
    name: nameFrom(record, 'Untitled Task'),
    enabled: record['enabled'] !== false,
    parameters: checked.data,
    profileId: idOrNull(record['profile'], 'profile') as ProfileId | null,
    workingDirectory: ownFolder(record, warn),
    schedule: scheduleFrom(recordAt(record, 'schedule'), warn),
    retry: retryFrom(recordAt(record, 'retry')),
    commitOnSuccess: record['commit_on_success'] !== false,
    notifications: {
      onStart: notifications['on_start'] === true,
      onEnd: notifications['on_end'] === true,
      onFailure: notifications['on_failure'] !== false,
    },
    description: remarksOn(record).join('\n'),
    createdAt: instantFrom(record['created_at']),
  }
}

function ownFolder(record: Json, warn: Warn): WorkingDirectory | null {
  const path = textAt(record, 'working_directory')
  return path ? { path: folderFrom(path, warn) } : null
}

/** None of it acted there. */
function remarksOn(record: Json): string[] {
  const schedule = recordAt(record, 'schedule')
  const zone = textAt(schedule, 'timezone')
  const retries = numberAt(schedule, 'seq_max_retries') ?? 0
  const kind = textAt(record, 'prompt_type') ?? textAt(record, 'command_type') ?? 'prompt'
  const byClock = schedule['schedule_type'] === 'calendar' || schedule['interval_type'] === 'cron'
  return [
    ...(kind !== 'prompt' ? [`Its prompt was a ${kind === 'command' ? 'slash_command' : kind}.`] : []),
    ...(byClock && zone ? [`Its schedule had the zone ${zone} written down; it acted, and acts, by the machine’s own clock.`] : []),
    ...(retries > 0
      ? [`In a sequence it was to be tried ${retries} more times, ${numberAt(schedule, 'seq_retry_delay_seconds') ?? 60} seconds apart.`]
      : []),
  ]
}

/** It counted the attempts after the first. */
function retryFrom(retry: Json): Retry | null {
  if (retry['enabled'] !== true) return null
  const delayMs = Math.round((numberAt(retry, 'delay_seconds') ?? 60) * 1_000)
  return {
    maxAttempts: Math.min(100, Math.max(1, Math.round(numberAt(retry, 'max_attempts') ?? 3)) + 1),
    delayMs: Math.min(86_400_000, Math.max(1_000, delayMs)),
    backoff: (numberAt(retry, 'backoff_multiplier') ?? 2) > 1 ? 'exponential' : 'fixed',
    jitter: false,
  }
}

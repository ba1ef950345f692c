import { z } from 'zod'
import type { TaskChanges } from '../../../shared/contract/tasks.ts'
import { isPattern, type Dependency, type SpendLimit, type SuccessCheck } from '../../../shared/model/flow.ts'
import type { ProfileId, TaskId } from '../../../shared/model/ids.ts'
import type { Task } from '../../../shared/model/task.ts'
import { BlackoutFields, blackoutFieldsOf, blackoutFrom } from '../../ui/blackout-form.ts'

/*
 * What decides about a task's runs before and after their work: its environment, what it waits for, what counts as
 * success, and what happens after a failure. Texts, as people type them.
 */

const CheckFields = z
  .object({
    type: z.enum(['exit_code', 'log_pattern', 'no_log_pattern', 'command', 'files_changed']),
    value: z.string(),
  })
  .superRefine(({ type, value }, context) => {
    const problem = checkProblem(type, value.trim())
    if (problem) context.addIssue({ code: 'custom', path: ['value'], message: problem })
  })
export type CheckFields = z.infer<typeof CheckFields>

function checkProblem(type: CheckFields['type'], value: string): string | undefined {
  switch (type) {
    case 'exit_code':
      return /^\d{1,3}(\s*,\s*\d{1,3})*$/.test(value) && value.split(',').every((code) => Number(code) <= 255)
        ? undefined
        : 'Exit codes from 0 to 255, such as 0, 3'
    case 'command':
      return value === '' ? 'Which command shall decide?' : undefined
    case 'files_changed':
      return undefined
    default:
      return value !== '' && isPattern(value) ? undefined : 'A regular expression'
  }
}

const usd = z
  .string()
  .trim()
  .regex(/^$|^\d{1,6}(\.\d+)?$/, 'An amount of dollars, or nothing for no limit')

export const flowShape = {
  profileId: z.string(),
  dependsOn: z.array(z.object({ taskId: z.string(), when: z.enum(['succeeded', 'failed', 'finished']) })),
  checks: z.array(CheckFields),
  commitOnSuccess: z.boolean(),
  useGitWorktree: z.boolean(),
  onStart: z.boolean(),
  onEnd: z.boolean(),
  onFailure: z.boolean(),
  stopAfterFailures: z.string().regex(/^\d{0,3}$|^1000$/, 'A number up to 1000, or nothing'),
  blackouts: z.array(BlackoutFields),
  perRunUsd: usd,
  perDayUsd: usd,
  attempts: z.string().regex(/^([1-9]\d?|100)$/, 'A number from 1 to 100'),
  retryDelay: z
    .string()
    .regex(/^\d+(\.\d+)?$/, 'A number of seconds')
    .refine((text) => Number(text) >= 1 && Number(text) <= 86_400, 'At least 1 second, at most a day'),
  backoff: z.enum(['fixed', 'exponential']),
} as const
type FlowFields = { readonly [Name in keyof typeof flowShape]: z.infer<(typeof flowShape)[Name]> }

export const flowFieldsOf = (task: Task): FlowFields => ({
  profileId: task.profileId ?? '',
  dependsOn: task.dependsOn.map((dependency) => ({ ...dependency })),
  checks: task.successChecks.map(fieldsOfCheck),
  commitOnSuccess: task.commitOnSuccess,
  useGitWorktree: task.workingDirectory?.useGitWorktree === true,
  ...task.notifications,
  stopAfterFailures: String(task.stopAfterFailures ?? ''),
  blackouts: task.blackouts.map(blackoutFieldsOf),
  perRunUsd: String(task.spendLimit?.perRunUsd ?? ''),
  perDayUsd: String(task.spendLimit?.perDayUsd ?? ''),
  attempts: String(task.retry?.maxAttempts ?? 1),
  retryDelay: String((task.retry?.delayMs ?? 60_000) / 1_000),
  backoff: task.retry?.backoff ?? 'fixed',
})

/** @param before keeps what the form does not show: jitter, and the reasons for a retry */
export const flowChangesOf = (fields: FlowFields, before: Task): TaskChanges => ({
  profileId: fields.profileId === '' ? null : (fields.profileId as ProfileId),
  dependsOn: fields.dependsOn
    .filter(({ taskId }) => taskId !== '')
    .map(({ taskId, when }): Dependency => ({ taskId: taskId as TaskId, when })),
  successChecks: fields.checks.map(checkOf),
  commitOnSuccess: fields.commitOnSuccess,
  notifications: { onStart: fields.onStart, onEnd: fields.onEnd, onFailure: fields.onFailure },
  stopAfterFailures: fields.stopAfterFailures === '' ? null : Number(fields.stopAfterFailures),
  blackouts: fields.blackouts.map(blackoutFrom),
  spendLimit: spendLimitFrom(fields),
  retry:
    Number(fields.attempts) <= 1
      ? null
      : {
          ...before.retry,
          jitter: before.retry?.jitter ?? false,
          maxAttempts: Number(fields.attempts),
          delayMs: Math.round(Number(fields.retryDelay) * 1_000),
          backoff: fields.backoff,
        },
})

const spendLimitFrom = ({ perRunUsd, perDayUsd }: FlowFields): SpendLimit | null =>
  perRunUsd === '' && perDayUsd === ''
    ? null
    : { ...(perRunUsd !== '' && { perRunUsd: Number(perRunUsd) }), ...(perDayUsd !== '' && { perDayUsd: Number(perDayUsd) }) }

function fieldsOfCheck(check: SuccessCheck): CheckFields {
  switch (check.type) {
    case 'exit_code':
      return { type: 'exit_code', value: check.codes.join(', ') }
    case 'log_pattern':
      return { type: check.negate ? 'no_log_pattern' : 'log_pattern', value: check.pattern }
    case 'command':
      return { type: 'command', value: check.command }
    case 'files_changed':
      return { type: 'files_changed', value: check.glob ?? '' }
  }
}

function checkOf({ type, value }: CheckFields): SuccessCheck {
  switch (type) {
    case 'exit_code':
      return { type, codes: value.split(',').map(Number) }
    case 'log_pattern':
      return { type, pattern: value.trim() }
    case 'no_log_pattern':
      return { type: 'log_pattern', pattern: value.trim(), negate: true }
    case 'command':
      return { type, command: value }
    case 'files_changed':
      return { type, ...(value.trim() !== '' && { glob: value.trim() }) }
  }
}

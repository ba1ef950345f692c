import { z } from 'zod'
import { TaskId } from './ids.ts'
import { RunReason } from './run-reason.ts'

/** A task waits for another one of its job: until that has succeeded, has failed, or has finished either way. */
export const Dependency = z.strictObject({ taskId: TaskId, when: z.enum(['succeeded', 'failed', 'finished']).default('succeeded') })
export type Dependency = z.infer<typeof Dependency>

/** The reasons that are worth another attempt where a retry names none. */
export const usualRetryReasons = [
  'exit_code',
  'signal',
  'timeout',
  'idle_timeout',
  'spawn_error',
  'check_failed',
  'agent_lost',
  'rate_limited',
] as const

/** Further attempts after a failure, each a run of its own. `maxAttempts` counts the first one. */
export const Retry = z.strictObject({
  maxAttempts: z.int().min(1).max(100),
  delayMs: z.int().min(1_000, 'must be at least 1000').max(86_400_000).default(60_000),
  backoff: z
    .enum(['fixed', 'exponential'])
    .default('fixed')
    .meta({ description: 'exponential doubles the delay with each attempt, up to a day' }),
  jitter: z.boolean().default(false).meta({ description: 'Lengthens each delay by up to a quarter, so that not all come back at once' }),
  reasons: z
    .array(RunReason)
    .min(1)
    .max(20)
    .optional()
    .meta({ description: `Only after these ends; otherwise ${usualRetryReasons.join(', ')}` }),
})
export type Retry = z.infer<typeof Retry>

const pattern = z.string().min(1).max(1_000).refine(isPattern, 'is not a regular expression')

export function isPattern(source: string): boolean {
  try {
    new RegExp(source, 'u')
    return true
  } catch {
    return false
  }
}

/** Judges a run that ended by itself. All of a task's checks must pass; with an exit_code check, that one says which codes are good. */
export const SuccessCheck = z.discriminatedUnion('type', [
  z.strictObject({ type: z.literal('exit_code'), codes: z.array(z.int().min(0).max(255)).min(1).max(256) }),
  z.strictObject({ type: z.literal('log_pattern'), pattern, negate: z.boolean().optional().meta({ description: 'No line may match' }) }),
  z.strictObject({
    type: z.literal('command'),
    command: z.string().min(1).max(100_000).meta({ description: 'Run by the shell in the run’s folder; good when it exits with 0' }),
  }),
  z.strictObject({
    type: z.literal('files_changed'),
    glob: z.string().min(1).max(500).optional().meta({ description: 'Any file otherwise' }),
  }),
])
export type SuccessCheck = z.infer<typeof SuccessCheck>

/** When people are told of a task's runs. */
export const TaskNotifications = z.strictObject({
  onStart: z.boolean().default(false),
  onEnd: z.boolean().default(false).meta({ description: 'Any end, success too' }),
  onFailure: z.boolean().default(true),
})
export type TaskNotifications = z.infer<typeof TaskNotifications>
export const usualNotifications: TaskNotifications = { onStart: false, onEnd: false, onFailure: true }

const Usd = z.number().min(0).max(1_000_000)

/** What coding agents may spend, in US dollars as they report it. A run that passes its limit is ended; a day's limit lets runs wait. */
export const SpendLimit = z.strictObject({
  perRunUsd: Usd.optional(),
  perDayUsd: Usd.optional().meta({ description: 'Per day in UTC' }),
})
export type SpendLimit = z.infer<typeof SpendLimit>

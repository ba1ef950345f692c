import type { RunReason } from '../../shared/model/run-reason.ts'
import type { Run, RunTrigger } from '../../shared/model/run.ts'

export const triggerWord = {
  manual: 'by hand',
  schedule: 'by schedule',
  sequence: 'in its job’s run',
  dependency: 'after another task',
  retry: 'again',
  api: 'by API',
  dispatch: 'dispatched',
  catch_up: 'caught up',
} as const satisfies Record<RunTrigger, string>

export const reasonWord = {
  exit_code: 'exit code',
  signal: 'ended by a signal',
  timeout: 'took longer than its limit',
  idle_timeout: 'was silent for too long',
  spawn_error: 'could not start',
  check_failed: 'a check failed',
  agent_lost: 'the agent was lost',
  budget: 'spent its budget',
  rate_limited: 'rate limited',
  dependency_failed: 'a task before it did not succeed',
  cancelled_by_user: 'stopped by hand',
  superseded: 'superseded',
  app_stopped: 'the app stopped it',
} as const satisfies Record<RunReason, string>

/** Why it ended, in a few words. */
export function endSentence(run: Pick<Run, 'status' | 'reason' | 'exitCode' | 'signal'>): string {
  if (run.reason === null) return 'ended'
  if (run.reason === 'exit_code') return run.exitCode === null ? 'ended' : `exit code ${run.exitCode}`
  if (run.reason === 'signal' && run.signal !== null) return `ended by ${run.signal}`
  return reasonWord[run.reason]
}

import type { RunEnd } from '../../../shared/model/agent.ts'
import type { WorkResult } from '../../../shared/model/envelope.ts'
import type { LogSize } from '../../../shared/model/run.ts'
import type { Instant } from '../../../shared/model/time.ts'

const outcomes = { completed: 'succeeded', failed: 'failed', cancelled: 'cancelled' } as const

/** A result as the end of a run. The log is as long as what has arrived of it. */
export function endOf(said: WorkResult, log: LogSize, now: Instant): RunEnd {
  if (said.end) return { ...said.end, log }
  const outcome = outcomes[said.status]
  return {
    outcome,
    reason: outcome === 'cancelled' ? 'cancelled_by_user' : 'exit_code',
    exitCode: said.exitCode ?? null,
    signal: null,
    errorMessage: said.errorMessage ?? null,
    finishedAt: now,
    log,
    startedAt: typeof said.durationMs === 'number' ? new Date(Date.parse(now) - said.durationMs).toISOString() : null,
  }
}

export const lostEnd = (errorMessage: string, log: LogSize, now: Instant): RunEnd => ({
  outcome: 'failed',
  reason: 'agent_lost',
  exitCode: null,
  signal: null,
  errorMessage,
  startedAt: null,
  finishedAt: now,
  log,
})

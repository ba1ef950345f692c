import { usualRetryReasons, type Retry } from '../../shared/model/flow.ts'
import type { RunReason } from '../../shared/model/run-reason.ts'
import type { Instant } from '../../shared/model/time.ts'

const day = 86_400_000

export interface FailedAttempt {
  /** 1 for the first. */
  readonly attempt: number
  readonly reason: RunReason
  readonly finishedAt: Instant
}

/**
 * When the next attempt may start; null when there is none.
 *
 * @param chance 0 to 1, for the jitter
 */
export function nextAttemptAt(retry: Retry | null, failed: FailedAttempt, chance: number): Instant | null {
  if (!retry || failed.attempt >= retry.maxAttempts) return null
  const reasons: readonly RunReason[] = retry.reasons ?? usualRetryReasons
  if (!reasons.includes(failed.reason)) return null
  return new Date(Date.parse(failed.finishedAt) + delayOf(retry, failed.attempt, chance)).toISOString()
}

/** In milliseconds, at most a day before the jitter, which adds up to a quarter. */
export function delayOf({ delayMs, backoff, jitter }: Retry, attempt: number, chance: number): number {
  const grown = backoff === 'exponential' ? delayMs * 2 ** (attempt - 1) : delayMs
  const delay = Math.min(grown, day)
  return Math.round(jitter ? delay * (1 + chance / 4) : delay)
}

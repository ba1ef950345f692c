import type { RunEnd } from '../shared/model/agent.ts'
import type { SuccessCheck } from '../shared/model/flow.ts'
import { isGoodExit } from './checks.ts'
import type { ExecutionEnd } from './execution.ts'
import type { TranscriptWatch } from './transcript-watch.ts'

/** Why a run was ended before its work was. */
export type Interruption = { readonly outcome: 'cancelled' | 'failed'; readonly reason: RunEnd['reason']; readonly errorMessage: string }

export type Judged = Pick<RunEnd, 'outcome' | 'reason' | 'exitCode' | 'signal' | 'errorMessage'>

export interface Circumstances {
  readonly interruption: Interruption | undefined
  readonly checks: readonly SuccessCheck[]
  /** What a coding agent said, where it was one. */
  readonly watch: TranscriptWatch | undefined
  /** Its process did not end by itself after its result, and was ended. */
  readonly endedAfterResult: boolean
  readonly maxCostUsd: number | null
}

/** How the run ended. What a coding agent says of itself counts more than its exit code, which is kept as it is. */
export function judge(end: ExecutionEnd, given: Circumstances): Judged {
  const facts = { exitCode: end.exitCode, signal: end.signal }
  if (given.interruption) return { ...facts, ...given.interruption }
  const told = toldBy(given)
  if (told) return { ...facts, ...told }
  if (end.signal !== null) return { ...facts, outcome: 'failed', reason: 'signal', errorMessage: `Ended by ${end.signal}` }
  if (end.errorMessage === null && isGoodExit(given.checks, end.exitCode))
    return { ...facts, ...(given.watch?.stream() === 'broken off' ? brokenOff : succeeded) }
  return { ...facts, outcome: 'failed', reason: 'exit_code', errorMessage: end.errorMessage ?? `exit code ${end.exitCode ?? 'unknown'}` }
}

/** Its exit code says that the program ended well, and nothing says that the work did. */
const brokenOff = {
  outcome: 'failed',
  reason: 'exit_code',
  errorMessage: 'The agent ended without its result: its stream of events stopped before it said how the work went',
} as const
const succeeded = { outcome: 'succeeded', reason: 'exit_code', errorMessage: null } as const

function toldBy({ watch, endedAfterResult, maxCostUsd }: Circumstances): Omit<Judged, 'exitCode' | 'signal'> | null {
  const result = watch?.result()
  if (watch?.rateLimited()) {
    const until = watch.outcome().rateLimitedUntil
    return {
      outcome: 'failed',
      reason: 'rate_limited',
      errorMessage: `The provider’s rate limit was reached${until === null ? '' : `; it ends at ${until}`}`,
    }
  }
  if (!result) return null
  if (maxCostUsd !== null && (result.costUsd ?? 0) > maxCostUsd) {
    return {
      outcome: 'failed',
      reason: 'budget',
      errorMessage: `It cost $${(result.costUsd ?? 0).toFixed(2)}, more than the $${maxCostUsd.toFixed(2)} that a run may`,
    }
  }
  if (result.isError)
    return { outcome: 'failed', reason: 'exit_code', errorMessage: result.text.slice(0, 2_000) || 'The agent reported an error' }
  return endedAfterResult ? succeeded : null
}

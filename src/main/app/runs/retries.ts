import { hasEnded, type Run } from '../../../shared/model/run.ts'
import type { Instant } from '../../../shared/model/time.ts'
import { isCodingAgent, type Parameters } from '../../../shared/model/work.ts'
import { chanceOf } from '../../domain/chance.ts'
import { nextAttemptAt } from '../../domain/retry.ts'
import type { RunEnding } from '../../ports/runs.ts'
import type { Actor } from '../actor.ts'
import type { Deps } from '../deps.ts'
import { queueRun } from '../queue/run-queue.ts'

type Parts = Pick<Deps, 'store' | 'clock'>

/** More attempts than anybody asks for: a provider that always says "later" is not asked for ever. */
const mostRateLimitedAttempts = 100

/**
 * Queues the next attempt of a run that failed, where its retry, or its provider's rate limit, says that there is one, and
 * of one that its agent gave back. It does what the failed one did, and belongs to the same sequence. Within the transaction of the end.
 */
export function retryFailed(parts: Parts, run: Run, ending: RunEnding, by: Actor): boolean {
  if (ending.status !== 'failed' && !ending.returned) return false
  const notBefore = nextAt(run, ending)
  const task = parts.store.tasks.row(run.taskId)
  if (notBefore === null || !task) return false
  const config = {
    ...run.config,
    parameters: withSession(run, ending),
    feedback: ending.reason === 'check_failed' ? (ending.feedback ?? null) : run.config.feedback,
  }
  queueRun(
    parts,
    {
      task,
      config,
      trigger: 'retry',
      attempt: run.attempt + 1,
      sequenceId: run.sequenceId,
      notBefore,
      ...rankOf(parts, run),
      reason: `attempt ${run.attempt} ended with ${ending.reason}`,
    },
    { ...by, traceId: run.traceId },
  )
  return true
}

/** The next attempt of a stage keeps the place of its goal job. */
function rankOf({ store }: Parts, { jobId, config }: Run): { readonly goalRank?: number } {
  const goal = config.goal && jobId ? store.goals.find(jobId) : undefined
  return goal ? { goalRank: goal.rank } : {}
}

/** A coding agent that was cut off, or whose work did not pass, goes on where it was. */
function withSession({ config }: Run, { reason, sessionId }: RunEnding): Parameters {
  const goesOn = (reason === 'rate_limited' || reason === 'check_failed') && isCodingAgent(config.workType) && sessionId
  return goesOn ? { ...config.parameters, session_mode: 'resume' } : config.parameters
}

function nextAt(run: Run, ending: RunEnding): Instant | null {
  if (ending.returned) return ending.finishedAt
  const limited = ending.reason === 'rate_limited' && ending.rateLimitedUntil && run.attempt < mostRateLimitedAttempts
  if (limited) return ending.rateLimitedUntil ?? null
  return nextAttemptAt(run.config.retry, { attempt: run.attempt, reason: ending.reason, finishedAt: ending.finishedAt }, chanceOf(run.id))
}

/** The profile of a run that hit its provider's limit stands still until then: its other runs would hit it too. */
export function parkProfile({ store, clock }: Parts, run: Run, ending: RunEnding): void {
  const until = ending.rateLimitedUntil
  const profile = run.config.profileId && store.profiles.find(run.config.profileId)
  if (!until || !profile || !hasEnded(ending.status) || (profile.parkedUntil !== null && profile.parkedUntil >= until)) return
  store.profiles.update({
    ...profile,
    parkedUntil: until,
    parkedReason: `The rate limit was reached by “${run.taskName}”`,
    updatedAt: clock.now(),
  })
  store.journal.append({ type: 'profiles.updated' })
}

import { setImmediate } from 'node:timers/promises'
import { ok } from '../../../shared/model/result.ts'
import type { Instant } from '../../../shared/model/time.ts'
import { createStatistics } from '../../domain/statistics.ts'
import type { EndedRun } from '../../../shared/model/ended-run.ts'
import type { Deps } from '../deps.ts'
import type { Handlers } from '../handler.ts'
import { invalid } from '../failures.ts'
import { ownerSeenBy } from '../visible.ts'

const dayMs = 86_400_000
const usualDays = 30
const mostDays = 366

/** So many are read at once, so that a year of runs holds up nobody. */
const runsAtOnce = 1_000
const mostRuns = 100_000

export const statisticsHandlers = ({ store, clock }: Pick<Deps, 'store' | 'clock'>): Handlers<'statistics'> => ({
  async get({ since, until = clock.now(), jobId }, caller) {
    const span = { since: since ?? daysBefore(until, usualDays), until }
    if (span.since >= until) return invalid('since', 'must be before until')
    if (Date.parse(until) - Date.parse(span.since) > mostDays * dayMs)
      return invalid('since', `must be at most ${mostDays} days before until`)
    const owner = ownerSeenBy(caller)
    const counts = (run: EndedRun): boolean => (owner === undefined || run.owner === owner) && (jobId === undefined || run.jobId === jobId)
    const counted = createStatistics(span)
    for await (const runs of endedIn(store, span)) {
      if (counted.runs() >= mostRuns && runs.length > 0) return ok({ ...counted.figures(), complete: false })
      counted.add(runs.filter(counts))
    }
    return ok({ ...counted.figures(), complete: true })
  },
})

interface Span {
  readonly since: Instant
  readonly until: Instant
}

const daysBefore = (instant: Instant, days: number): Instant => new Date(Date.parse(instant) - days * dayMs).toISOString()

/** Runs that ended in this time, the newest first but for the pinned ones; others have their turn between two portions. */
async function* endedIn({ statistics }: Deps['store'], span: Span): AsyncGenerator<readonly EndedRun[]> {
  yield statistics.endedPinned(span)
  for (let before: EndedRun | undefined; ;) {
    const runs = statistics.ended({ ...span, before, limit: runsAtOnce })
    yield runs
    before = runs.at(-1)
    if (runs.length < runsAtOnce) return
    await setImmediate()
  }
}

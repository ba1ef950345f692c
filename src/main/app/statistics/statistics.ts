import { setImmediate } from 'node:timers/promises'
import { ok } from '../../../shared/model/result.ts'
import type { Instant } from '../../../shared/model/time.ts'
import { statisticsOf } from '../../domain/statistics.ts'
import type { EndedRun } from '../../../shared/model/ended-run.ts'
import type { Deps } from '../deps.ts'
import type { Handlers } from '../handler.ts'
import { invalid } from '../failures.ts'
import { ownerSeenBy } from '../visible.ts'

const dayMs = 86_400_000
const usualDays = 30
const mostDays = 366

/** So many are read at once, so that a year of runs holds up nobody. */
const runsAtOnce = 2_000
const mostRuns = 100_000

export const statisticsHandlers = ({ store, clock }: Pick<Deps, 'store' | 'clock'>): Handlers<'statistics'> => ({
  async get({ since, until = clock.now(), jobId }, caller) {
    const span = { since: since ?? daysBefore(until, usualDays), until }
    if (span.since >= until) return invalid('since', 'must be before until')
    if (Date.parse(until) - Date.parse(span.since) > mostDays * dayMs)
      return invalid('since', `must be at most ${mostDays} days before until`)
    const owner = ownerSeenBy(caller)
    const { runs, complete } = await gather(
      store,
      span,
      (run) => (owner === undefined || run.owner === owner) && (jobId === undefined || run.jobId === jobId),
    )
    return ok({ ...statisticsOf(runs, span), complete })
  },
})

const daysBefore = (instant: Instant, days: number): Instant => new Date(Date.parse(instant) - days * dayMs).toISOString()

interface Gathered {
  readonly runs: readonly EndedRun[]
  readonly complete: boolean
}

/** The newest first, until all are there or there are too many. */
async function gather(
  store: Deps['store'],
  span: { readonly since: Instant; readonly until: Instant },
  counts: (run: EndedRun) => boolean,
): Promise<Gathered> {
  const runs = store.statistics.endedPinned(span).filter(counts)
  for (let before: EndedRun | undefined; ;) {
    const some = store.statistics.ended({ ...span, before, limit: runsAtOnce })
    runs.push(...some.filter(counts))
    before = some.at(-1)
    if (some.length < runsAtOnce) return { runs, complete: true }
    if (runs.length >= mostRuns) return { runs, complete: false }
    await setImmediate()
  }
}

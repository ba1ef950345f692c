import type { Instant } from '../../../shared/model/time.ts'
import { createAlarm } from '../alarm.ts'
import type { Deps } from '../deps.ts'
import { leaseEnd } from './goal-queue.ts'
import { failUnconfirmed, nextInstant, promoteDue, stepGoals } from './goal-steps.ts'

/** How often the slots of goal jobs that go on are prolonged, and looked through for holders that no longer live. */
const beatEveryMs = 60_000

/** How long after a failure it is tried again. */
const retryAfterMs = 1_000

/** Takes goal jobs from stage to stage, promotes scheduled ones, and keeps the slots, for as long as it is open. */
export function startGoalLoop(deps: Deps, failed: (error: unknown, what: string) => void): AsyncDisposable {
  const { store, clock, changed } = deps
  const closing = new AbortController()
  const alarm = createAlarm(clock, changed.notify)
  const after = (ms: number): Instant => new Date(Date.parse(clock.now()) + ms).toISOString()
  const state = { beatAt: clock.now() }

  const beat = (): void => {
    if (clock.now() < state.beatAt) return
    store.leases.beat(leaseEnd(clock.now()))
    state.beatAt = after(beatEveryMs)
  }
  const round = async (): Promise<Instant> => {
    beat()
    promoteDue(deps)
    failUnconfirmed(deps)
    await stepGoals(deps)
    const next = nextInstant(deps)
    return next !== null && next < state.beatAt ? next : state.beatAt
  }
  const loop = (async () => {
    for await (const _ of changed.wakeups(closing.signal)) {
      const next = await round().catch((error: unknown) => {
        failed(error, 'Goal jobs could not be taken further; it is tried again')
        return after(retryAfterMs)
      })
      if (!closing.signal.aborted) alarm.set(next)
    }
  })()

  return {
    async [Symbol.asyncDispose]() {
      closing.abort()
      await loop
      alarm.set(null)
    },
  }
}

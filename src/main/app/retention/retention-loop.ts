import type { Instant } from '../../../shared/model/time.ts'
import { createAlarm } from '../alarm.ts'
import type { Deps } from '../deps.ts'
import { applyRetention } from './retention.ts'
import { pruneJournal } from './journal-pruning.ts'
import { createSignal } from '../signal.ts'

/** The start has other things to do. */
const firstAfterMs = 60_000
const everyMs = 600_000

/** Lets go of what is old, now and then, for as long as it is open. */
export function startRetention(deps: Deps, failed: (error: unknown, what: string) => void): AsyncDisposable {
  const { clock } = deps
  const closing = new AbortController()
  const woken = createSignal()
  const alarm = createAlarm(clock, woken.notify)
  const after = (ms: number): Instant => new Date(Date.parse(clock.now()) + ms).toISOString()
  const state = { nextAt: after(firstAfterMs) }
  const loop = (async () => {
    for await (const _ of woken.wakeups(closing.signal)) {
      if (clock.now() >= state.nextAt) {
        await Promise.all([applyRetention(deps, closing.signal), pruneJournal(deps, closing.signal)]).catch((error: unknown) =>
          failed(error, 'Old runs could not be let go; it is tried again'),
        )
        state.nextAt = after(everyMs)
      }
      if (!closing.signal.aborted) alarm.set(state.nextAt)
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

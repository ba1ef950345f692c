import type { Instant } from '../../shared/model/time.ts'
import type { Clock } from '../ports/clock.ts'

/** A computer that sleeps does not count the time: its timers are looked at again so often. */
const longestMs = 60_000

/** Rings once, at or soon after the instant that it was set to last. */
export function createAlarm(clock: Clock, ring: () => void): { set(at: Instant | null): void } {
  const state: { timer?: ReturnType<typeof setTimeout> | undefined } = {}
  return {
    set(at) {
      clearTimeout(state.timer)
      state.timer = at === null ? undefined : setTimeout(ring, Math.min(longestMs, Math.max(0, Date.parse(at) - Date.parse(clock.now()))))
      state.timer?.unref()
    },
  }
}

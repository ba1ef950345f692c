import { useSyncExternalStore } from 'react'

/** One clock for everything that shows how long ago something was. */
const clock = createTicker(1_000)

function createTicker(everyMs: number) {
  const listeners = new Set<() => void>()
  const held = { now: Date.now(), timer: undefined as ReturnType<typeof setInterval> | undefined }
  const tick = (): void => {
    held.now = Date.now()
    for (const listener of listeners) listener()
  }
  return {
    now: () => held.now,
    subscribe(listener: () => void) {
      listeners.add(listener)
      held.timer ??= setInterval(tick, everyMs)
      return () => {
        listeners.delete(listener)
        if (listeners.size > 0) return
        clearInterval(held.timer)
        held.timer = undefined
      }
    },
  }
}

/** Milliseconds since 1970, anew each second. */
export const useNow = (): number => useSyncExternalStore(clock.subscribe, clock.now)

/** What is said of this moment: drawn again only when it is said differently. */
export const useSaid = (say: (now: number) => string): string => useSyncExternalStore(clock.subscribe, () => say(clock.now()))

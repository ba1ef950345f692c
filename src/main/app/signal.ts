import { setImmediate as nextTurn } from 'node:timers/promises'

/**
 * Something may have changed. A wake-up carries nothing: whoever wakes reads what is stored after its own cursor, so
 * that there is no gap between history and what is new.
 */
export interface Signal {
  notify(): void
  /**
   * Yields once at once, then once for any number of notifications since, at the next turn of the event loop: calls that came
   * together are answered first, and what they changed is read once. Ends when `abort` fires.
   */
  wakeups(abort: AbortSignal): AsyncGenerator<void>
}

export function createSignal(): Signal {
  const listeners = new Set<() => void>()
  return {
    notify() {
      for (const listener of [...listeners]) listener()
    },
    async *wakeups(abort) {
      const state = { pending: true, wake: () => {} }
      const rouse = () => {
        if (state.pending) return
        state.pending = true
        state.wake()
      }
      listeners.add(rouse)
      abort.addEventListener('abort', rouse, { once: true })
      try {
        for (let first = true; !abort.aborted; first = false) {
          if (!state.pending)
            await new Promise<void>((resolve) => {
              state.wake = resolve
            })
          if (!first) await nextTurn()
          state.pending = false
          if (!abort.aborted) yield
        }
      } finally {
        listeners.delete(rouse)
        abort.removeEventListener('abort', rouse)
      }
    },
  }
}

/** Reads everything after the cursor, sleeps until woken, and reads on. */
export async function* follow<Item>(
  read: (cursor: number) => readonly Item[] | Promise<readonly Item[]>,
  seqOf: (item: Item) => number,
  cursor: number,
  signal: Signal,
  abort: AbortSignal,
): AsyncGenerator<readonly Item[]> {
  let at = cursor
  for await (const _ of signal.wakeups(abort)) {
    for (let page = await read(at); page.length > 0 && !abort.aborted; page = await read(at)) {
      const last = page.at(-1)
      if (last !== undefined) at = seqOf(last)
      yield page
    }
  }
}

import type { RunId } from '../../../shared/model/ids.ts'
import { createSignal, type Signal } from '../signal.ts'

const fewest = 10_000

/** One signal for each run whose log somebody follows or writes; those that nobody has any more are let go. */
export function createLogSignals(): { of(runId: RunId): Signal } {
  const signals = new Map<RunId, WeakRef<Signal>>()
  const state = { lookAt: fewest }

  /** Only when there are twice as many as the last look has left: a look costs what there is, and so each signal the same. */
  const letGo = (): void => {
    for (const [id, ref] of signals) if (!ref.deref()) signals.delete(id)
    state.lookAt = Math.max(fewest, 2 * signals.size)
  }

  return {
    of(runId) {
      const known = signals.get(runId)?.deref()
      if (known) return known
      const made = createSignal()
      signals.set(runId, new WeakRef(made))
      if (signals.size > state.lookAt) letGo()
      return made
    },
  }
}

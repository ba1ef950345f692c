import type { RunId } from '../../../shared/model/ids.ts'
import type { Instant } from '../../../shared/model/time.ts'
import type { WaitingRun } from '../../ports/runs.ts'
import type { Actor } from '../actor.ts'
import type { Deps } from '../deps.ts'
import { cancelQueuedRun } from '../runs/run-states.ts'
import { createHolds, type Hold } from './holds.ts'

/** What was found to be held back in one round of admission. */
export interface Held {
  /** Whether nothing but room can keep it. What is held is written down. */
  isFree(run: WaitingRun): boolean
  /** Ends what can no longer start. Within a transaction. */
  endImpossible(by: Actor): void
  /** When time alone lets the next one start. */
  until(): Instant | null
}

export function createHeld(deps: Deps): Held {
  const holdOf = createHolds(deps)
  const impossible = new Set<RunId>()
  const state: { until: Instant | null } = { until: null }
  const note = ({ id }: WaitingRun, { never, until }: Hold): void => {
    if (never) impossible.add(id)
    if (until !== null && (state.until === null || until < state.until)) state.until = until
  }
  return {
    isFree(run) {
      const hold = holdOf(run)
      if (hold) note(run, hold)
      return hold === null
    },
    endImpossible(by) {
      if (impossible.size === 0) return
      for (const run of deps.store.runs.byIds([...impossible])) {
        cancelQueuedRun(
          deps,
          run,
          { reason: 'dependency_failed', message: 'Not started: what its task depends on did not end as it needs it' },
          by,
        )
      }
      impossible.clear()
    },
    until: () => state.until,
  }
}

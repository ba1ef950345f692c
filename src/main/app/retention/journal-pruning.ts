import { setImmediate } from 'node:timers/promises'
import type { JournalEvent } from '../../../shared/model/event.ts'
import type { Instant } from '../../../shared/model/time.ts'
import type { Deps } from '../deps.ts'

/*
 * The journal is for reading along, not for looking back: what is old and far behind is let go of. A reader that comes
 * back from before that is told so, and reads the rows themselves again.
 */

/** So many of the newest events stay, however old they are. */
const keptEvents = 100_000

/** What is younger stays, however much it is. */
const keptForMs = 3_600_000

/** As many as one transaction deletes. */
const atOnce = 2_000

/** Answers how many events went. */
export async function pruneJournal({ store, clock }: Pick<Deps, 'store' | 'clock'>, abort: AbortSignal): Promise<number> {
  const before: Instant = new Date(Date.parse(clock.now()) - keptForMs).toISOString()
  let removed = 0
  while (!abort.aborted) {
    const some = store.transaction(() => store.journal.prune({ keep: keptEvents, before, limit: atOnce }))
    removed += some
    if (some < atOnce) break
    await setImmediate()
  }
  return removed
}

/** What a reader gets in the place of events that are gone, where it has not seen them. */
export function gapAfter({ store, clock }: Pick<Deps, 'store' | 'clock'>, seen: number): readonly JournalEvent[] {
  const pruned = store.journal.prunedTo()
  return seen < pruned ? [{ seq: pruned, time: clock.now(), type: 'journal.pruned', jobId: null, taskId: null, runId: null }] : []
}

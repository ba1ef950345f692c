import type { FromAgent } from '../../../shared/model/agent.ts'
import type { RunId } from '../../../shared/model/ids.ts'
import type { LoadSample } from '../../../shared/model/worker.ts'
import type { Store } from '../../ports/store.ts'

/** What live runs used lately, oldest first. In memory: the rows of workers keep only what was measured last. */
export interface Loads {
  note(runId: RunId, sample: LoadSample): void
  of(runId: RunId): readonly LoadSample[]
  forget(runId: RunId): void
}

/** Three minutes, where a sample comes every three seconds. */
const samplesKept = 60

export function createLoads(): Loads {
  const kept = new Map<RunId, readonly LoadSample[]>()
  return {
    note: (runId, sample) => void kept.set(runId, [...(kept.get(runId) ?? []), sample].slice(-samplesKept)),
    of: (runId) => kept.get(runId) ?? [],
    forget: (runId) => void kept.delete(runId),
  }
}

/** No event: a load changes all the time, and who wants to see it asks again. */
export function recordLoads(
  { store, loads }: { readonly store: Store; readonly loads: Loads },
  { at, runs }: Extract<FromAgent, { type: 'usage' }>,
): void {
  store.transaction(() => {
    for (const { runId, ...load } of runs) if (store.workers.setLoad(runId, load)) loads.note(runId, { at, ...load })
  })
}

import type { RunId } from '../../../shared/model/ids.ts'
import type { Run } from '../../../shared/model/run.ts'
import { waitsFor } from '../../domain/admission.ts'
import type { WaitingRun } from '../../ports/runs.ts'
import type { Deps } from '../deps.ts'
import { waitsElsewhere } from './elsewhere.ts'
import { createHolds } from './holds.ts'
import { createNeeds } from './needs.ts'
import { occupation } from './occupation.ts'

type Parts = Pick<Deps, 'store' | 'clock' | 'settings' | 'agentOnline' | 'bus'>

/** Says of each waiting run where it stands in the queue and what it waits for. */
export function explain(parts: Parts, runs: readonly Run[]): Run[] {
  const ids = runs.filter((run) => run.status === 'queued').map((run) => run.id)
  if (ids.length === 0) return [...runs]
  const { store } = parts
  const places = store.runs.places(ids)
  const why = createWhy(parts)
  const whys = new Map(store.runs.findWaiting(ids).map((run) => [run.id, why(run)]))
  return runs.map((run) =>
    run.status !== 'queued' ? run : { ...run, position: places.get(run.id) ?? 0, waitsFor: whys.get(run.id) ?? null },
  )
}

/** One run, with the same said of it. */
export function explained(parts: Parts, id: RunId): Run | undefined {
  const run = parts.store.runs.find(id)
  return run && explain(parts, [run])[0]
}

/** What each waits for, judged as admission would judge it now. */
export function createWhy(parts: Parts): (run: WaitingRun) => string {
  const occupied = { ...occupation(parts), agentOnline: parts.agentOnline() }
  const hold = createHolds(parts)
  const withNeeds = createNeeds(parts)
  return (run) => hold(run)?.why ?? waitsElsewhere(parts, run) ?? waitsFor(withNeeds(run), occupied)
}

import type { Run } from '../../../shared/model/run.ts'
import { waitsFor } from '../../domain/admission.ts'
import type { Deps } from '../deps.ts'
import { occupation } from './dispatcher.ts'
import { createHolds } from './holds.ts'
import { createNeeds } from './needs.ts'

type Parts = Pick<Deps, 'store' | 'clock' | 'settings' | 'agentOnline'>

/** Says of each waiting run where it stands in the queue and what it waits for. */
export function explain(parts: Parts, runs: readonly Run[]): Run[] {
  const ids = runs.filter((run) => run.status === 'queued').map((run) => run.id)
  if (ids.length === 0) return [...runs]
  const { store, agentOnline } = parts
  const places = store.runs.places(ids)
  const occupied = { ...occupation(parts), agentOnline: agentOnline() }
  const hold = createHolds(parts)
  const withNeeds = createNeeds(parts)
  const whys = new Map(store.runs.findWaiting(ids).map((run) => [run.id, hold(run)?.why ?? waitsFor(withNeeds(run), occupied)]))
  return runs.map((run) => run.status !== 'queued' ? run : { ...run, position: places.get(run.id) ?? 0, waitsFor: whys.get(run.id) ?? null })
}

import { localAgent, type JobId } from '../../../shared/model/ids.ts'
import type { Occupied } from '../../domain/admission.ts'
import type { Deps } from '../deps.ts'
import { slotsTaken } from '../goals/goal-queue.ts'
import { depthRoom } from '../resources/depth-room.ts'

export const isBusOn = ({ settings }: Pick<Deps, 'settings'>): boolean => settings()['bus.url'] !== ''

/** The places that are taken. */
export const occupation = ({ store, settings, clock }: Pick<Deps, 'store' | 'settings' | 'clock'>): Occupied => ({
  slots: slotsTaken({ store, clock }),
  depths: once(() => depthRoom({ store, settings })),
  active: store.runs.activeCountAt(localAgent),
  maxParallel: settings()['runs.max_parallel'],
  byJob: added(store.runs.activeByJob(), isBusOn({ settings }) ? store.runs.handedByJob() : new Map()),
  folders: settings()['runs.share_folder'] ? null : foldersHere(store),
})

const foldersHere = (store: Deps['store']): ReadonlySet<string> =>
  new Set(store.runs.activeFolders().flatMap(({ agentId, folder }) => (agentId === localAgent ? folder : [])))

function once<Value>(look: () => Value): () => Value {
  const kept: { value?: Value } = {}
  return () => (kept.value ??= look())
}

const added = (one: ReadonlyMap<JobId, number>, other: ReadonlyMap<JobId, number>): ReadonlyMap<JobId, number> =>
  new Map([...one, ...[...other].map(([job, count]) => [job, count + (one.get(job) ?? 0)] as const)])

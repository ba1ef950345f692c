import type { DepthRoom } from '../../domain/resources.ts'
import type { Deps } from '../deps.ts'

/** The quotas of the depths, and who has workers of them. Runs are counted where they are: nothing can be left behind. */
export const depthRoom = ({ store, settings }: Pick<Deps, 'store' | 'settings'>): DepthRoom => {
  const { 'resources.quotas': quotas, 'resources.quotas_for': counted } = settings()
  return { quotas, workers: store.allocations.byJob(counted) }
}

import type { Instant } from '../../../shared/model/time.ts'
import type { BusParts } from './bus-parts.ts'
import { lostEnd } from './ends.ts'

/**
 * Agents that were silent for too long are offline, and their runs lost. Silence counts only while there was a broker to
 * be heard over: `upSince` is null while there is none.
 */
export function sweepSilent({ deps, intake, record }: Omit<BusParts, 'instructions'>, upSince: Instant | null): void {
  const { store, clock, settings } = deps
  const limit = settings()['agents.offline_after_ms']
  const silentSince = new Date(Date.parse(clock.now()) - limit).toISOString()
  if (upSince === null || upSince > silentSince) return
  const lost = store.agents.loseSilentSince(silentSince)
  if (lost.length === 0) return
  for (const agentId of lost) {
    for (const { id } of store.runs.activeAt(agentId)) {
      record({
        type: 'ended',
        runId: id,
        end: lostEnd(`The agent ${agentId} was not heard of for ${limit} ms`, intake.size(id), clock.now()),
      })
    }
  }
  store.transaction(() => store.journal.append({ type: 'agent.status' }))
}

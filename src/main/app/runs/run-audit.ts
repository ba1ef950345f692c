import type { RunId, WorkerId } from '../../../shared/model/ids.ts'
import type { RunStatus } from '../../../shared/model/run.ts'
import type { WorkerStatus } from '../../../shared/model/worker.ts'
import type { Actor } from '../actor.ts'
import type { Deps } from '../deps.ts'

type Parts = Pick<Deps, 'store' | 'clock'>

/** The audit row of a change of state. */
export const recordRun = (
  { store, clock }: Parts,
  { id, from, to, reason }: { id: RunId; from: RunStatus | null; to: RunStatus; reason: string },
  by: Actor,
): void =>
  store.audit.append({ entity: 'run', entityId: id, from, to, reason, actor: by.actor, requestId: by.requestId, time: clock.now() })

export const recordWorker = (
  { store, clock }: Parts,
  { id, from, to, reason }: { id: WorkerId; from: WorkerStatus | null; to: WorkerStatus; reason: string },
  by: Actor,
): void =>
  store.audit.append({ entity: 'worker', entityId: id, from, to, reason, actor: by.actor, requestId: by.requestId, time: clock.now() })

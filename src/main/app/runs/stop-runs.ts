import type { RunId } from '../../../shared/model/ids.ts'
import type { StopReason } from '../../ports/runs.ts'
import type { Actor } from '../actor.ts'
import type { Deps } from '../deps.ts'
import { cancelQueuedRun } from './run-states.ts'

/**
 * Ends the waiting ones at once, and asks for the end of the others: the wish is recorded, the agent is told after the
 * commit, and the runs end when their process trees are gone. Within a transaction.
 */
export function stopRuns(
  parts: Pick<Deps, 'store' | 'clock'>,
  ids: readonly RunId[],
  reason: StopReason,
  by: Actor,
  message: string | null = null,
): void {
  const { store } = parts
  // The last of a sequence first: each ends for this reason, not because the one before it did not succeed.
  for (const id of [...ids].reverse()) {
    const run = store.runs.find(id)
    if (!run) continue
    if (run.status === 'queued')
      cancelQueuedRun(
        parts,
        run,
        { reason: reason === 'superseded' ? 'app_stopped' : reason, message: message ?? 'Stopped before it started' },
        by,
      )
    else if (store.runs.askToStop(id, { reason, message, actor: by.actor, requestId: by.requestId }))
      store.journal.append({ type: 'run.status', runId: id, taskId: run.taskId, jobId: run.jobId })
  }
}

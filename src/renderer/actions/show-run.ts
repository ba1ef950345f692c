import type { Client } from '../../shared/contract/client.ts'
import type { RunId } from '../../shared/model/ids.ts'
import { closeView } from '../state/open-view.ts'
import { selectRun, selectTask } from '../state/selection.ts'
import { useStore } from '../state/store.ts'
import { told } from './tell.ts'

/** Back to the panels, with this run and its log in sight. */
export async function showRun(client: Client, runId: RunId): Promise<void> {
  const run = await told(client.runs.get({ runId }))
  if (!run) return
  useStore.setState((held) => ({ runs: new Map(held.runs).set(run.id, run), runStatus: null }))
  closeView()
  selectTask(run.taskId, run.jobId ?? 'unassigned')
  selectRun(run.id)
}

import type { Client } from '../../shared/contract/client.ts'
import type { RunId } from '../../shared/model/ids.ts'
import { putRuns } from '../state/engine.ts'
import { askedNow } from '../state/fresh.ts'
import { closeView } from '../state/open-view.ts'
import { usePrefs } from '../state/prefs.ts'
import { selectRun, selectTask } from '../state/selection.ts'
import { told } from './tell.ts'

/** Back to the panels, with this run and its log in sight. */
export async function showRun(client: Client, runId: RunId): Promise<void> {
  const asked = askedNow()
  const run = await told(client.runs.get({ runId }))
  if (!run) return
  putRuns([run], asked)
  usePrefs.getState().set({ runStatus: null, runSpan: null })
  closeView()
  selectTask(run.taskId, run.jobId ?? 'unassigned')
  selectRun(run.id)
}

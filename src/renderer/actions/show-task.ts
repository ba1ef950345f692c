import type { Client } from '../../shared/contract/client.ts'
import type { RunId, TaskId } from '../../shared/model/ids.ts'
import { putTasks } from '../state/engine.ts'
import { askedNow } from '../state/fresh.ts'
import { closeView } from '../state/open-view.ts'
import { selectRun, selectTask } from '../state/selection.ts'
import { told } from './tell.ts'

/** Back to the panels, with this task in sight, and with one of its runs where that is named. */
export async function showTask(client: Client, taskId: TaskId, runId: RunId | null = null): Promise<void> {
  const asked = askedNow()
  const task = await told(client.tasks.get({ taskId }))
  if (!task) return
  putTasks([task], asked)
  closeView()
  selectTask(taskId, task.jobId ?? 'unassigned')
  if (runId) selectRun(runId)
}

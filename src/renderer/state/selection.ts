import type { RunId, TaskId } from '../../shared/model/ids.ts'
import { mayLeave } from './guard.ts'
import { useStore, type JobKey } from './store.ts'

/* Whoever selects something else leaves what is being edited: the editor is asked first. */

const remembered = 'yardmaster.selection'

const change = (next: Partial<{ jobKey: JobKey; taskId: TaskId | null; runId: RunId | null }>): void => {
  useStore.setState((state) => ({ selection: { ...state.selection, ...next } }))
  localStorage.setItem(remembered, JSON.stringify(useStore.getState().selection))
}

export const selectJob = (jobKey: JobKey): void => mayLeave(() => change({ jobKey, taskId: null, runId: null }))

export const selectTask = (taskId: TaskId | null, jobKey?: JobKey): void => {
  const now = useStore.getState().selection
  if (now.taskId === taskId && (jobKey === undefined || now.jobKey === jobKey)) return
  mayLeave(() => change({ taskId, runId: null, ...(jobKey !== undefined && { jobKey }) }))
}

/** A run shows its log; it does not touch what is being edited. */
export const selectRun = (runId: RunId | null): void => change({ runId })

export function recallSelection(): void {
  try {
    const kept: unknown = JSON.parse(localStorage.getItem(remembered) ?? 'null')
    if (typeof kept === 'object' && kept !== null && 'jobKey' in kept) change(kept as never)
  } catch {
    localStorage.removeItem(remembered)
  }
}

/** Where nobody has selected anything yet and there is one job, as after the first start: it, and its first task. */
export function selectOnlyJob(): void {
  const [job, another] = useStore.getState().jobs.values()
  if (job && !another && localStorage.getItem(remembered) === null)
    change({ jobKey: job.id, taskId: job.taskOrder[0] ?? null, runId: null })
}

import type { EndedRunStatus } from '../../shared/model/run.ts'
import type { WorkerStatus } from '../../shared/model/worker.ts'

/** Every change of state that a worker may make; what is not listed is refused. */
export const workerTransitions: Readonly<Record<WorkerStatus, readonly WorkerStatus[]>> = {
  idle: ['running', 'terminated'],
  running: ['paused', 'completed', 'failed', 'terminated'],
  paused: ['running', 'terminated'],
  completed: [],
  failed: [],
  terminated: [],
}

export const workerMayMove = (from: WorkerStatus, to: WorkerStatus): boolean => workerTransitions[from].includes(to)

export const workerStatesBefore = (to: WorkerStatus): readonly WorkerStatus[] =>
  (Object.keys(workerTransitions) as WorkerStatus[]).filter((from) => workerMayMove(from, to))

/** How a worker ends with its run: one that never got to run, or stood still, can only be terminated. */
export function workerEnd(now: WorkerStatus, run: EndedRunStatus): WorkerStatus {
  const wanted = { succeeded: 'completed', failed: 'failed', cancelled: 'terminated' } as const
  return workerMayMove(now, wanted[run]) ? wanted[run] : 'terminated'
}

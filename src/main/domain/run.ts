import type { RunStatus } from '../../shared/model/run.ts'

/** Every change of state that a run may make; what is not listed is refused. A retry is a new run. */
export const runTransitions: Readonly<Record<RunStatus, readonly RunStatus[]>> = {
  queued: ['starting', 'cancelled'],
  starting: ['running', 'failed', 'cancelled'],
  running: ['paused', 'succeeded', 'failed', 'cancelled'],
  paused: ['running', 'failed', 'cancelled'],
  succeeded: [],
  failed: [],
  cancelled: [],
}

export const runMayMove = (from: RunStatus, to: RunStatus): boolean => runTransitions[from].includes(to)

/** The states from which a run may reach `to`, for the guard of the update. */
export const runStatesBefore = (to: RunStatus): readonly RunStatus[] =>
  (Object.keys(runTransitions) as RunStatus[]).filter((from) => runMayMove(from, to))

import type { WorkerStatus } from '../../../shared/model/worker.ts'
import { runLooks, type Look } from '../../ui/states.ts'

export const workerLooks: Readonly<Record<WorkerStatus, Look>> = {
  idle: runLooks.starting,
  running: runLooks.running,
  paused: runLooks.paused,
  completed: { ...runLooks.succeeded, word: 'Completed' },
  failed: runLooks.failed,
  terminated: { ...runLooks.cancelled, word: 'Terminated' },
}

/** 100 is one core. */
export const cores = (percent: number): string =>
  percent < 100 ? `${Math.round(percent)} % of a core` : `${(percent / 100).toFixed(1)} cores`

export const megabytes = (mb: number): string => (mb < 1_000 ? `${Math.round(mb)} MB` : `${(mb / 1_000).toFixed(1)} GB`)

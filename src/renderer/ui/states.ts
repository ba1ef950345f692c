import type { JobStatus } from '../../shared/model/job.ts'
import type { RunStatus } from '../../shared/model/run.ts'

export type Shape = 'circle' | 'clock' | 'dotted' | 'ring' | 'bars' | 'diamond' | 'tick' | 'cross' | 'slash'

interface Look {
  readonly shape: Shape
  readonly word: string
  readonly tone: string
}

/** A state is never said by colour alone: it has a shape and a word too. */
export const runLooks = {
  queued: { shape: 'dotted', word: 'Waiting', tone: 'amber' },
  starting: { shape: 'ring', word: 'Starting', tone: 'blue' },
  running: { shape: 'ring', word: 'Running', tone: 'blue' },
  paused: { shape: 'bars', word: 'Paused', tone: 'violet' },
  succeeded: { shape: 'tick', word: 'Succeeded', tone: 'green' },
  failed: { shape: 'cross', word: 'Failed', tone: 'red' },
  cancelled: { shape: 'slash', word: 'Stopped', tone: 'grey' },
} as const satisfies Record<RunStatus, Look>

export const jobLooks = {
  submitted: { shape: 'circle', word: 'Submitted', tone: 'grey' },
  pending: { shape: 'circle', word: 'Pending', tone: 'grey' },
  scheduled: { shape: 'clock', word: 'Scheduled', tone: 'grey-blue' },
  queued: { shape: 'dotted', word: 'Waiting', tone: 'amber' },
  in_progress: { shape: 'ring', word: 'In progress', tone: 'blue' },
  paused: { shape: 'bars', word: 'Paused', tone: 'violet' },
  awaiting_confirmation: { shape: 'diamond', word: 'Waits for you', tone: 'amber' },
  completed: { shape: 'tick', word: 'Completed', tone: 'green' },
  failed: { shape: 'cross', word: 'Failed', tone: 'red' },
  cancelled: { shape: 'slash', word: 'Cancelled', tone: 'grey' },
} as const satisfies Record<JobStatus, Look>

export const neverRan: Look = { shape: 'circle', word: 'Never ran', tone: 'grey' }
export const unsaved: Look = { shape: 'diamond', word: 'Unsaved', tone: 'amber' }
export type { Look }

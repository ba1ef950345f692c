import { z } from 'zod'
import { JobId, RunId, TaskId } from './ids.ts'
import { Job } from './job.ts'
import { Run } from './run.ts'
import { Task } from './task.ts'
import { Instant } from './time.ts'

export const EventType = z.enum([
  'job.created',
  'job.updated',
  'job.status',
  'job.deleted',
  'task.created',
  'task.updated',
  'task.deleted',
  'tick.missed',
  'notice.created',
  'notices.read',
  'run.created',
  'run.status',
  'run.deleted',
  'run.updated',
  'runs.pruned',
  'resources.updated',
  'resources.warning',
  'settings.updated',
  'profiles.updated',
  'users.updated',
  'agent.status',
  'journal.pruned',
])
export type EventType = z.infer<typeof EventType>

/**
 * One entry of the journal: what changed, in the order in which it changed.
 *
 * A reader also gets the changed rows as they are now (`job`, `task`, `run`), each with the last event of a page that
 * touches it, so that applying what arrives is enough and costs what changed. A row that is gone is absent.
 *
 * `journal.pruned` stands for events that were let go of before the reader saw them: it reads the rows themselves again.
 */
export const JournalEvent = z
  .object({
    seq: z.int(),
    time: Instant,
    type: EventType,
    jobId: JobId.nullable(),
    taskId: TaskId.nullable(),
    runId: RunId.nullable(),
    job: Job.optional(),
    task: Task.optional(),
    run: Run.optional(),
  })
  .meta({ id: 'Event', description: 'One entry of the journal' })
export type JournalEvent = z.infer<typeof JournalEvent>

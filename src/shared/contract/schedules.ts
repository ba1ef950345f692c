import { z } from 'zod'
import { JobId, RunId, TaskId } from '../model/ids.ts'
import { Schedule } from '../model/schedule.ts'
import { Tick, TickOutcome } from '../model/tick.ts'
import { GivenInstant, Instant } from '../model/time.ts'
import { pageInput, pageOf, query } from './operation.ts'

export const Fire = z.object({ at: Instant, words: z.string().meta({ description: 'As the schedule’s clock shows it' }) })
export type Fire = z.infer<typeof Fire>

export const PlannedTask = z
  .object({
    taskId: TaskId,
    jobId: JobId.nullable(),
    name: z.string(),
    enabled: z.boolean(),
    schedule: Schedule,
    words: z.string(),
    lastAt: Instant.nullable().meta({ description: 'When it was last due' }),
    fires: z.array(Fire).meta({ description: 'The next ones; none where it is no matter of time, or the task is disabled' }),
  })
  .meta({ id: 'PlannedTask', description: 'A task that starts by itself, and when' })
export type PlannedTask = z.infer<typeof PlannedTask>

/** Occurrences of one task with one outcome within a quarter of an hour. */
const PastFires = z.object({
  at: Instant.meta({ description: 'Of the newest of them' }),
  outcome: TickOutcome,
  count: z.int(),
  failed: z.int().meta({ description: 'How many of their runs failed' }),
  runId: RunId.nullable().meta({ description: 'Of the newest of them' }),
  reason: z.string().nullable().meta({ description: 'Why the newest of them started no run' }),
})

export const TimelineRow = z
  .object({
    taskId: TaskId,
    jobId: JobId.nullable(),
    name: z.string(),
    enabled: z.boolean(),
    words: z.string(),
    past: z.array(PastFires),
    next: z.array(Instant).meta({ description: 'When it fires until then, the first 200' }),
    goesOn: z.boolean().meta({ description: 'Whether it fires more often than that until then' }),
  })
  .meta({ id: 'TimelineRow', description: 'A task that starts by itself: what became of its occurrences, and when it fires next' })
export type TimelineRow = z.infer<typeof TimelineRow>

const count = z.int().min(1).max(100).default(5).meta({ description: 'How many of the next fires' })

export const schedules = {
  list: query({
    summary: 'List what starts by itself, the nearest first',
    route: 'GET /api/schedules',
    scope: 'jobs:read',
    input: z.strictObject({
      jobId: JobId.optional(),
      upcoming: z
        .boolean()
        .default(false)
        .meta({ description: 'Only what a time will start as things stand: enabled, its breaker closed' }),
      count,
      ...pageInput,
    }),
    output: pageOf('schedules', PlannedTask),
  }),
  timeline: query({
    summary: 'What was due in the last hours and is due in the next ones, task by task, the nearest first',
    route: 'GET /api/schedules/timeline',
    scope: 'jobs:read',
    input: z.strictObject({
      hours: z.int().min(1).max(168).default(24).meta({ description: 'How far back, and how far ahead' }),
      jobId: JobId.optional(),
      q: z.string().max(200).optional().meta({ description: 'Part of the task’s name' }),
      ...pageInput,
      limit: z.int().min(1).max(100).default(50),
    }),
    output: pageOf('rows', TimelineRow).extend({ since: Instant, now: Instant, until: Instant }),
  }),
  preview: query({
    summary: 'When would this schedule fire?',
    route: 'POST /api/schedules/preview',
    scope: 'jobs:read',
    input: z.strictObject({ schedule: Schedule, count }),
    output: z.object({ words: z.string(), fires: z.array(Fire) }),
    example: { schedule: { type: 'cron', cron: '30 9 * * 1-5', timezone: 'Europe/Amsterdam' } },
  }),
}

export const ticks = {
  list: query({
    summary: 'List what became of each occurrence, newest first',
    route: 'GET /api/ticks',
    scope: 'jobs:read',
    input: z.strictObject({
      taskId: TaskId.optional(),
      outcome: TickOutcome.optional(),
      since: GivenInstant.optional().meta({ description: 'Due then or later' }),
      ...pageInput,
    }),
    output: pageOf('ticks', Tick),
  }),
}

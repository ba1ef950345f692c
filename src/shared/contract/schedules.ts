import { z } from 'zod'
import { JobId, TaskId } from '../model/ids.ts'
import { Schedule } from '../model/schedule.ts'
import { Tick, TickOutcome } from '../model/tick.ts'
import { Instant } from '../model/time.ts'
import { pageInput, pageOf, query } from './operation.ts'

export const Fire = z.object({ at: Instant, words: z.string().meta({ description: 'As the schedule’s clock shows it' }) })
export type Fire = z.infer<typeof Fire>

export const PlannedTask = z.object({
  taskId: TaskId,
  jobId: JobId.nullable(),
  name: z.string(),
  enabled: z.boolean(),
  schedule: Schedule,
  words: z.string(),
  lastAt: Instant.nullable().meta({ description: 'When it was last due' }),
  fires: z.array(Fire).meta({ description: 'The next ones; none where it is no matter of time, or the task is disabled' }),
}).meta({ id: 'PlannedTask', description: 'A task that starts by itself, and when' })
export type PlannedTask = z.infer<typeof PlannedTask>

const count = z.int().min(1).max(100).default(5).meta({ description: 'How many of the next fires' })

export const schedules = {
  list: query({
    summary: 'List what starts by itself, the nearest first', route: 'GET /api/schedules', scope: 'jobs:read',
    input: z.strictObject({ jobId: JobId.optional(), count, ...pageInput }), output: pageOf('schedules', PlannedTask),
  }),
  preview: query({
    summary: 'When would this schedule fire?', route: 'POST /api/schedules/preview', scope: 'jobs:read',
    input: z.strictObject({ schedule: Schedule, count }), output: z.object({ words: z.string(), fires: z.array(Fire) }),
    example: { schedule: { type: 'cron', cron: '30 9 * * 1-5', timezone: 'Europe/Amsterdam' } },
  }),
}

export const ticks = {
  list: query({
    summary: 'List what became of each occurrence, newest first', route: 'GET /api/ticks', scope: 'jobs:read',
    input: z.strictObject({
      taskId: TaskId.optional(), outcome: TickOutcome.optional(),
      since: Instant.optional().meta({ description: 'Due then or later' }), ...pageInput,
    }),
    output: pageOf('ticks', Tick),
  }),
}

import { z } from 'zod'
import { JobId, TaskId } from '../model/ids.ts'
import { RunReason } from '../model/run-reason.ts'
import { DurationMs, GivenInstant, Instant } from '../model/time.ts'
import { query } from './operation.ts'

const counts = {
  succeeded: z.int(),
  failed: z.int(),
  cancelled: z.int(),
}

/** Half of the values, and 95 of a hundred, are no larger; null where there are none. */
const Spread = z.object({ p50Ms: DurationMs.nullable(), p95Ms: DurationMs.nullable() })

export const Statistics = z
  .object({
    since: Instant,
    until: Instant,
    runs: z.int().meta({ description: 'That ended in this time' }),
    ...counts,
    successRate: z.number().nullable().meta({ description: 'Succeeded of those that succeeded or failed, 0 to 1' }),
    duration: Spread.meta({ description: 'From start to end' }),
    wait: Spread.meta({ description: 'From queued to started' }),
    costUsd: z.number(),
    byReason: z.array(z.object({ reason: RunReason, runs: z.int() })).meta({ description: 'Why runs failed, the most frequent first' }),
    byDay: z
      .array(z.object({ day: z.iso.date(), ...counts, duration: Spread, wait: Spread, costUsd: z.number() }))
      .meta({ description: 'Every day (UTC) of this time, the empty ones too' }),
    byTask: z
      .array(z.object({ taskId: TaskId, name: z.string(), ...counts, duration: Spread, costUsd: z.number() }))
      .meta({ description: 'The fifty tasks that failed most, then those that ran most' }),
    complete: z.boolean().meta({ description: 'False where there were so many runs that only the newest 100,000 were counted' }),
  })
  .meta({ id: 'Statistics', description: 'What became of the runs that ended in a time' })
export type Statistics = z.infer<typeof Statistics>

export const statistics = {
  get: query({
    summary: 'How runs ended, how long they took and waited, and what they cost',
    route: 'GET /api/statistics',
    scope: 'jobs:read',
    input: z.strictObject({
      since: GivenInstant.optional().meta({ description: 'Ended then or later; 30 days before `until` when absent' }),
      until: GivenInstant.optional().meta({ description: 'Ended before; now when absent' }),
      jobId: JobId.optional().meta({ description: 'Of this job only, without the jobs inside it' }),
    }),
    output: Statistics,
  }),
}

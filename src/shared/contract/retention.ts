import { z } from 'zod'
import { retentionSchemas } from '../model/retention.ts'
import { Instant } from '../model/time.ts'
import { command, query } from './operation.ts'

const as = <Schema extends z.ZodType>(schema: Schema) => schema.optional().meta({ description: 'Instead of what the setting says' })

/** The rules to try out before they are set; those that are absent are as the settings say. */
const rules = z.strictObject({
  ageDays: as(retentionSchemas['retention.age_days']),
  runsPerTask: as(retentionSchemas['retention.runs_per_task']),
  logBytes: as(retentionSchemas['retention.log_bytes']),
  tickDays: as(retentionSchemas['retention.tick_days']),
})
export type RetentionRules = z.infer<typeof rules>

const number = z.int()

/** What would go, and by which rule. Each run counts once, for the first rule that names it. */
export const RetentionPreview = z
  .object({
    runs: number,
    byAge: number,
    byCount: number,
    bySize: number,
    logBytes: number.meta({ description: 'Of their logs, on disk' }),
    oldestEnd: Instant.nullable().meta({ description: 'When the first of them ended' }),
    newestEnd: Instant.nullable().meta({ description: 'When the last of them ended' }),
    ticks: number,
    pinned: number.meta({ description: 'Runs that stay because they are pinned' }),
  })
  .meta({ id: 'RetentionPreview' })
export type RetentionPreview = z.infer<typeof RetentionPreview>

export const retention = {
  preview: query({
    summary: 'What would the rules of retention let go of now? Nothing is changed',
    route: 'GET /api/retention/preview',
    scope: 'local',
    input: rules,
    output: RetentionPreview,
  }),
  apply: command({
    summary: 'Let go of what the settings of retention say, now rather than within the next minutes',
    route: 'POST /api/retention/apply',
    scope: 'local',
    input: z.strictObject({}),
    output: z.object({ runs: number, logFiles: number, logBytes: number, ticks: number }),
  }),
}

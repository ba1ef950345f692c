import { z } from 'zod'
import { command } from './operation.ts'

/** What an import did, or would do. A record that could not be read is a problem, and stops none of the others. */
export const ImportReport = z.object({
  dryRun: z.boolean(),
  created: z.int(),
  changed: z.int(),
  skipped: z.int().meta({ description: 'Already there' }),
  rows: z.array(z.object({ action: z.enum(['create', 'skip']), entity: z.enum(['profile', 'job', 'task', 'run']), id: z.string(), name: z.string() })),
  problems: z.array(z.object({ file: z.string(), index: z.int().nullable(), reason: z.string() })),
}).meta({ id: 'ImportReport' })
export type ImportReport = z.infer<typeof ImportReport>

export const moving = {
  import: command({
    summary: 'Take over the jobs, tasks, runs and profiles of claude-code-scheduler; what is already here is left as it is', route: 'POST /api/import', scope: 'jobs:write',
    input: z.strictObject({
      from: z.enum(['claude-code-scheduler']),
      path: z.string().trim().min(1).max(4096).optional().meta({ description: 'Its data folder, or one of its export files; its usual folders otherwise' }),
      dryRun: z.boolean().default(false).meta({ description: 'Only report what would be done' }),
    }),
    output: ImportReport, failures: ['not_found'], example: { from: 'claude-code-scheduler', dry_run: true },
  }),
}

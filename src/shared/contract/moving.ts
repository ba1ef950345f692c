import { z } from 'zod'
import { JobId } from '../model/ids.ts'
import { Document } from './document.ts'
import { command, query } from './operation.ts'

export const ImportRow = z
  .object({
    action: z.enum(['create', 'change', 'skip']),
    entity: z.enum(['setting', 'pipeline', 'profile', 'job', 'task', 'run']),
    id: z.string(),
    name: z.string(),
    fields: z.array(z.string()).optional().meta({ description: 'What changes of it' }),
  })
  .meta({ id: 'ImportRow' })
export type ImportRow = z.infer<typeof ImportRow>

/** What an import did, or would do. */
export const ImportReport = z
  .object({
    dryRun: z.boolean(),
    created: z.int(),
    changed: z.int(),
    skipped: z.int().meta({ description: 'Already there' }),
    rows: z.array(ImportRow),
    problems: z.array(z.object({ file: z.string(), index: z.int().nullable(), reason: z.string() })),
  })
  .meta({ id: 'ImportReport' })
export type ImportReport = z.infer<typeof ImportReport>

export const OnConflict = z
  .enum(['refuse', 'skip', 'overwrite', 'rename'])
  .meta({ description: 'What becomes of what is already here: refuse takes nothing at all, rename brings the job in beside the other' })
export type OnConflict = z.infer<typeof OnConflict>

const dryRun = z.boolean().default(false).meta({ description: 'Only report what would be done' })
/** Documents carry everything that somebody has. */
const longestDocument = 50_000_000
const largestBody = 67_108_864

const source = {
  path: z.string().trim().min(1).max(4096).optional().meta({
    description:
      'The file, on the engine’s machine. Of claude-code-scheduler: its data folder, or one of its export files; its usual folders otherwise. Of crontab: your own crontab otherwise',
  }),
  text: z.string().min(1).max(longestDocument).optional().meta({ description: 'What the file says, instead of where it is' }),
}

export const moving = {
  import: command({
    summary: 'Take in what claude-code-scheduler, crontab or another Yardmaster has',
    route: 'POST /api/import',
    scope: 'jobs:write',
    largestBody,
    input: z.strictObject({
      from: z.enum(['claude-code-scheduler', 'crontab', 'yardmaster']),
      ...source,
      dryRun,
      onConflict: OnConflict.default('skip'),
      skipSamples: z
        .boolean()
        .default(false)
        .meta({ description: 'Leaves out the three sample tasks that claude-code-scheduler brought along, where nobody changed them' }),
      appendUnordered: z.boolean().default(false).meta({
        description:
          'Of claude-code-scheduler: puts tasks that stand outside the order of their job, and so never ran with it, last in it; otherwise they come in unassigned, with its folder and profile',
      }),
    }),
    output: ImportReport,
    failures: ['not_found', 'conflict', 'bad_request'],
    example: { from: 'claude-code-scheduler', dry_run: true },
  }),
  apply: command({
    summary: 'Make everything as a document says: what is missing is created, what differs is changed, all or nothing',
    route: 'POST /api/apply',
    scope: 'jobs:write',
    largestBody,
    input: z.strictObject({
      ...source,
      document: Document.optional().meta({ description: 'The document itself, instead of a file or its text' }),
      dryRun,
    }),
    output: ImportReport,
    failures: ['not_found', 'bad_request'],
    example: {
      document: {
        yardmaster: 1,
        jobs: [{ name: 'Nightly', tasks: [{ name: 'Build', command: 'make all', schedule: { type: 'cron', cron: '0 3 * * *' } }] }],
      },
      dry_run: true,
    },
  }),
  export: query({
    summary: 'Write down everything: jobs, tasks, profiles without their secrets, pipelines and settings',
    route: 'GET /api/export',
    scope: 'jobs:read',
    input: z.strictObject({}),
    output: Document,
  }),
  backup: command({
    summary: 'Copy the database into a file, while everything goes on',
    route: 'POST /api/backup',
    scope: 'local',
    success: 201,
    input: z.strictObject({
      path: z
        .string()
        .trim()
        .min(1)
        .max(4096)
        .optional()
        .meta({ description: 'Absolute; a new file in the data folder’s backups/ otherwise' }),
    }),
    output: z.object({ path: z.string(), bytes: z.int() }),
    failures: ['conflict', 'bad_request'],
  }),
  schema: query({
    summary: 'Read the JSON Schema of documents',
    route: 'GET /api/export/schema',
    scope: 'none',
    input: z.strictObject({}),
    output: z.record(z.string(), z.unknown()),
  }),
  exportJob: query({
    summary: 'Write down a job with everything below it and the profiles that it uses',
    route: 'GET /api/jobs/:jobId/export',
    scope: 'jobs:read',
    input: z.strictObject({ jobId: JobId }),
    output: Document,
    failures: ['not_found'],
  }),
  importJob: command({
    summary: 'Take in an exported document, all or nothing',
    route: 'POST /api/jobs/import',
    scope: 'jobs:write',
    largestBody,
    input: Document.extend({
      force: z.boolean().default(false).meta({ description: 'Overwrite what is already here' }),
      dryRun,
      onConflict: OnConflict.optional().meta({ description: 'refuse otherwise, or overwrite with force' }),
    }),
    inQuery: ['force', 'dryRun', 'onConflict'],
    output: ImportReport.extend({ jobId: JobId.nullable().meta({ description: 'Of the first job' }) }),
    failures: ['conflict', 'not_found'],
    example: { yardmaster: 1, jobs: [{ name: 'Nightly', tasks: [{ name: 'Build', command: 'make all' }] }] },
  }),
}

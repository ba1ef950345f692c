import { z } from 'zod'
import { JournalEvent } from '../model/event.ts'
import { Health } from '../model/health.ts'
import { Instant } from '../model/time.ts'
import { settingSchemas } from '../model/settings.ts'
import { command, pageInput, query, stream, text } from './operation.ts'

const settingNames = Object.keys(settingSchemas) as (keyof typeof settingSchemas)[]

/** Every setting with its value and its default, by dotted name. */
export const SettingValues = z.record(z.enum(settingNames), z.object({ value: z.unknown(), default: z.unknown() })).meta({ id: 'Settings' })

export const Summary = z
  .object({
    version: z.string(),
    /** The data folder, absolute. */
    home: z.string(),
    port: z.int().nullable(),
    waiting: z.int(),
    active: z.int(),
    jobs: z.int(),
    tasks: z.int(),
    unassignedTasks: z.int(),
    /** When the next enabled task starts by time. */
    nextFireAt: Instant.nullable(),
    unread: z.int().meta({ description: 'Notices in the inbox that were not read' }),
    agent: z.enum(['online', 'offline']),
    /** How secrets in the database are protected. */
    secrets: z.object({ by: z.enum(['operating_system', 'file_mode']), locked: z.boolean(), message: z.string() }),
  })
  .meta({ id: 'Summary' })
export type Summary = z.infer<typeof Summary>

export const settings = {
  get: query({
    summary: 'Read the settings',
    route: 'GET /api/settings',
    scope: 'jobs:read',
    input: z.strictObject({}),
    output: SettingValues,
  }),
  update: command({
    summary: 'Change settings',
    route: 'PUT /api/settings',
    alsoAt: ['PATCH /api/settings'],
    scope: 'local',
    input: z.strictObject(settingSchemas).partial(),
    output: SettingValues,
    example: { 'runs.max_parallel': 4 },
  }),
}

export const system = {
  health: query({
    summary: 'Is everything well?',
    route: 'GET /health',
    alsoAt: ['GET /api/health'],
    scope: 'none',
    input: z.strictObject({}),
    output: Health,
  }),
  summary: query({
    summary: 'What the status bar shows',
    route: 'GET /api/summary',
    scope: 'jobs:read',
    input: z.strictObject({}),
    output: Summary,
  }),
  metrics: text({
    summary: 'Figures for Prometheus',
    route: 'GET /metrics',
    scope: 'supervisor:read',
    mediaType: 'text/plain; version=0.0.4; charset=utf-8',
    input: z.strictObject({}),
  }),
}

export const events = {
  list: query({
    summary: 'Read the journal from a sequence number on',
    route: 'GET /api/events',
    scope: 'jobs:read',
    input: z.strictObject({ after: z.int().min(0).default(0), limit: pageInput.limit }),
    output: z.object({ events: z.array(JournalEvent), last: z.int().meta({ description: 'Sequence number of the newest event' }) }),
  }),
  follow: stream({
    summary: 'Follow the journal',
    route: 'GET /api/events/stream',
    scope: 'jobs:read',
    input: z.strictObject({
      after: z.int().min(0).optional().meta({ description: 'The last sequence number already seen; from now on when absent' }),
    }),
    output: JournalEvent,
    eventName: 'event',
    eventId: (event) => event.seq,
    resumeAt: { field: 'after', offset: 0 },
  }),
}

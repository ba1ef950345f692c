import { z } from 'zod'
import { Diff } from '../model/diff.ts'
import { JobId, RunId, TaskId } from '../model/ids.ts'
import { LogLine, LogPage, LogSeq, LogStream } from '../model/log.ts'
import { Run, RunStatus } from '../model/run.ts'
import { GivenInstant } from '../model/time.ts'
import { command, pageInput, pageOf, query, stream, text } from './operation.ts'

const one = z.strictObject({ runId: RunId })

export const runs = {
  list: query({
    summary: 'List runs, newest first',
    route: 'GET /api/runs',
    scope: 'jobs:read',
    input: z.strictObject({
      jobId: JobId.or(z.literal('none')).optional(),
      taskId: TaskId.optional(),
      traceId: z.string().max(200).optional().meta({ description: 'Attempts of one piece of work share it' }),
      status: RunStatus.optional(),
      pinned: z.boolean().optional(),
      since: GivenInstant.optional().meta({ description: 'Queued at or after' }),
      until: GivenInstant.optional().meta({ description: 'Queued before' }),
      q: z.string().max(200).optional().meta({ description: 'Part of the task’s name' }),
      ...pageInput,
    }),
    output: pageOf('runs', Run),
  }),
  get: query({
    summary: 'Read one run',
    route: 'GET /api/runs/:runId',
    scope: 'jobs:read',
    input: one,
    output: Run,
    failures: ['not_found'],
  }),
  delete: command({
    summary: 'Delete an ended run and its log file',
    route: 'DELETE /api/runs/:runId',
    scope: 'jobs:write',
    input: one,
    output: z.object({ deleted: z.boolean(), logFiles: z.int() }),
    failures: ['not_found', 'invalid_state_transition'],
  }),
  stop: command({
    summary: 'Stop a run: its whole process tree, politely, then for good',
    route: 'POST /api/runs/:runId/stop',
    scope: 'jobs:write',
    success: 202,
    input: one,
    output: Run,
    failures: ['not_found', 'invalid_state_transition'],
  }),
  pause: command({
    summary: 'Pause a run: its whole process tree stands still',
    route: 'POST /api/runs/:runId/pause',
    scope: 'jobs:write',
    success: 202,
    input: one,
    output: Run,
    failures: ['not_found', 'invalid_state_transition', 'agent_unavailable'],
  }),
  resume: command({
    summary: 'Let a paused run go on',
    route: 'POST /api/runs/:runId/resume',
    scope: 'jobs:write',
    success: 202,
    input: one,
    output: Run,
    failures: ['not_found', 'invalid_state_transition', 'agent_unavailable'],
  }),
  restart: command({
    summary: 'Run it again, as the next attempt',
    route: 'POST /api/runs/:runId/restart',
    scope: 'jobs:write',
    success: 202,
    input: one,
    output: Run,
    failures: ['not_found', 'invalid_state_transition'],
  }),
  pin: command({
    summary: 'Pin a run: it stays, whatever the retention says',
    route: 'POST /api/runs/:runId/pin',
    scope: 'jobs:write',
    input: one,
    output: Run,
    failures: ['not_found'],
  }),
  unpin: command({
    summary: 'Let a run go when its time comes',
    route: 'POST /api/runs/:runId/unpin',
    scope: 'jobs:write',
    input: one,
    output: Run,
    failures: ['not_found'],
  }),
  logs: query({
    summary: 'Read a page of a run’s log',
    route: 'GET /api/runs/:runId/logs',
    scope: 'jobs:read',
    input: one.extend({
      fromLine: LogSeq.default(1),
      limit: z.int().min(1).max(5_000).default(500),
      stream: LogStream.optional(),
      q: z.string().min(1).max(1_000).optional().meta({ description: 'Only lines that contain this text' }),
    }),
    output: LogPage,
    failures: ['not_found'],
  }),
  output: text({
    summary: 'Read what a run printed, exactly, as plain text (also: …/logs?format=text)',
    route: 'GET /api/runs/:runId/output',
    scope: 'jobs:read',
    input: one.extend({ stream: z.enum(['stdout', 'stderr']).optional() }),
    failures: ['not_found'],
  }),
  searchLog: query({
    summary: 'Count and find a text in a run’s log',
    route: 'GET /api/runs/:runId/logs/search',
    scope: 'jobs:read',
    input: one.extend({ q: z.string().min(1).max(1_000), limit: z.int().min(1).max(10_000).default(1_000) }),
    output: z.object({ matches: z.int(), lines: z.array(LogSeq).meta({ description: 'The first lines that match' }) }),
    failures: ['not_found'],
  }),
  diff: query({
    summary: 'What did a run change in its repository?',
    route: 'GET /api/runs/:runId/diff',
    scope: 'jobs:read',
    input: one,
    output: Diff,
    failures: ['not_found'],
  }),
  followLog: stream({
    summary: 'Follow a run’s log',
    route: 'GET /api/runs/:runId/logs/stream',
    scope: 'jobs:read',
    input: one.extend({ fromLine: LogSeq.default(1) }),
    output: LogLine,
    failures: ['not_found'],
    eventName: 'log',
    eventId: (line) => line.seq,
    resumeAt: { field: 'fromLine', offset: 1 },
  }),
}

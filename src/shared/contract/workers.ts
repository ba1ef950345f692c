import { z } from 'zod'
import { WorkerId } from '../model/ids.ts'
import { Worker, WorkerDetails, WorkerMetrics, WorkerStatus } from '../model/worker.ts'
import { command, pageInput, pageOf, query } from './operation.ts'

const one = z.strictObject({ workerId: WorkerId })
const refusals = ['not_found', 'invalid_state_transition', 'agent_unavailable'] as const

export const workers = {
  list: query({
    summary: 'List workers, newest first',
    route: 'GET /api/supervisor/workers',
    scope: 'supervisor:read',
    input: z.strictObject({ workspaceId: z.string().max(200).optional(), status: WorkerStatus.optional(), ...pageInput }),
    output: pageOf('workers', Worker),
  }),
  get: query({
    summary: 'Read one worker: load, uptime and transitions',
    route: 'GET /api/supervisor/workers/:workerId',
    scope: 'supervisor:read',
    input: one,
    output: WorkerDetails,
    failures: ['not_found'],
  }),
  pause: command({
    summary: 'Pause a worker: its whole process tree stands still',
    route: 'POST /api/supervisor/workers/:workerId/pause',
    scope: 'supervisor:write',
    input: one,
    output: Worker,
    failures: refusals,
  }),
  resume: command({
    summary: 'Let a paused worker go on',
    route: 'POST /api/supervisor/workers/:workerId/resume',
    scope: 'supervisor:write',
    input: one,
    output: Worker,
    failures: refusals,
  }),
  terminate: command({
    summary: 'End a worker: its whole process tree, politely, then for good; its run ends cancelled',
    route: 'POST /api/supervisor/workers/:workerId/terminate',
    scope: 'supervisor:write',
    input: one.extend({
      reason: z.string().trim().min(1).max(500).optional().meta({ description: 'Kept with the run and in the audit trail' }),
    }),
    output: Worker,
    failures: refusals,
    example: { reason: 'uses too much memory' },
  }),
  metrics: query({
    summary: 'How many workers there are, and what they use together',
    route: 'GET /api/supervisor/metrics',
    scope: 'supervisor:read',
    input: z.strictObject({}),
    output: WorkerMetrics,
  }),
}

import { z } from 'zod'
import { TaskId } from '../model/ids.ts'
import type { RunStatus } from '../model/run.ts'
import { usualPriority } from '../model/task.ts'
import { Instant } from '../model/time.ts'
import { Parameters } from '../model/work.ts'
import { command, query } from './operation.ts'

const one = z.strictObject({ taskId: TaskId })

/** Work that a program hands over by an id of its own, to be done wherever there is an agent for it. */
export const DispatchStatus = z
  .object({
    taskId: TaskId,
    status: z.enum(['pending', 'running', 'completed', 'failed', 'cancelled']),
    progress: z.number().nullable().meta({ description: 'In per cent, where it is known' }),
    output: z.string().nullable().meta({ description: 'The end of what was printed' }),
    errorMessage: z.string().nullable(),
    exitCode: z.int().nullable(),
    durationMs: z.int().nullable(),
    agentId: z.string().nullable(),
    runId: z.string(),
    traceId: z.string(),
    createdAt: Instant,
    updatedAt: Instant,
  })
  .meta({ id: 'DispatchStatus' })
export type DispatchStatus = z.infer<typeof DispatchStatus>

/** What each state of a run is called where dispatched work is spoken of. */
export const dispatchWords = {
  queued: 'pending',
  starting: 'pending',
  running: 'running',
  paused: 'running',
  succeeded: 'completed',
  failed: 'failed',
  cancelled: 'cancelled',
} as const satisfies Record<RunStatus, DispatchStatus['status']>

export const dispatch = {
  create: command({
    summary: 'Hand work over',
    route: 'POST /api/v1/dispatch',
    scope: 'jobs:write',
    input: z.strictObject({
      /** Not yet a task’s, mostly: the door does not look for its row. */
      taskId: z.uuid().meta({ description: 'Made by the caller; while the work is not done, the same id is the same work' }),
      workType: z.string().min(1).max(100),
      parameters: Parameters.default({}),
      /** Any number here: one that is none of the five is answered as such (1002). */
      priority: z.number().default(usualPriority).meta({ description: '1 to 5; 5 is done first' }),
    }),
    output: z.object({ traceId: z.string(), requestId: z.string(), taskId: TaskId, status: z.literal('pending') }),
    failures: ['unknown_work_type', 'invalid_priority', 'conflict'],
    example: { task_id: '0190f0a0-0000-7000-8000-000000000001', work_type: 'echo', parameters: { message: 'hello' }, priority: 3 },
  }),
  status: query({
    summary: 'What has become of work that was handed over',
    route: 'GET /api/v1/status/:taskId',
    scope: 'jobs:read',
    input: one,
    output: DispatchStatus,
    failures: ['not_found'],
  }),
  cancel: command({
    summary: 'Cancel work that was handed over',
    route: 'POST /api/v1/cancel/:taskId',
    scope: 'jobs:write',
    input: one,
    output: z.object({ taskId: TaskId, status: z.literal('cancelled') }),
    failures: ['not_found', 'not_cancellable'],
  }),
}

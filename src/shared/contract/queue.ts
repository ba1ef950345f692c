import { z } from 'zod'
import { EstimatedWait, Pipeline, PipelineName, Usage } from '../model/goal.ts'
import { JobId, RunId, TaskId } from '../model/ids.ts'
import { QueueLane } from '../model/run.ts'
import { Instant } from '../model/time.ts'
import { command, pageInput, pageOf, query } from './operation.ts'

export const QueueEntry = z
  .object({
    runId: RunId,
    jobId: JobId.nullable(),
    taskId: TaskId,
    name: z.string().meta({ description: 'Of the job, or of the task where there is none' }),
    taskName: z.string(),
    lane: QueueLane.meta({
      description:
        'goals and runs are served in turn while both wait; what is in the broker’s queues, for an agent on another machine to take, follows as broker',
    }),
    position: z.int().meta({ description: '1-based place in its lane' }),
    seq: z.int().nullable().meta({ description: 'Given once, at submission of a goal job' }),
    boost: z.int().nullable().meta({ description: 'How many places a goal job jumps' }),
    waitsFor: z.string(),
    estimatedWait: EstimatedWait.nullable(),
    owner: z.string(),
    notBefore: Instant.nullable(),
  })
  .meta({ id: 'QueueEntry', description: 'A run that waits for admission' })
export type QueueEntry = z.infer<typeof QueueEntry>

export const queue = {
  list: query({
    summary: 'What waits, in order, and for what',
    route: 'GET /api/queue',
    scope: 'jobs:read',
    input: z.strictObject(pageInput),
    output: pageOf('entries', QueueEntry).extend({ goalsWaiting: z.int(), cap: z.int() }),
  }),
}

export const usage = {
  get: query({
    summary: 'What the caller has used today, and what is left',
    route: 'GET /api/usage',
    scope: 'jobs:read',
    input: z.strictObject({}),
    output: Usage,
  }),
}

export const pipelines = {
  list: query({
    summary: 'List the pipelines of goal jobs',
    route: 'GET /api/pipelines',
    scope: 'jobs:read',
    input: z.strictObject(pageInput),
    output: pageOf('pipelines', Pipeline),
  }),
  get: query({
    summary: 'Read one pipeline',
    route: 'GET /api/pipelines/:name',
    scope: 'jobs:read',
    input: z.strictObject({ name: PipelineName }),
    output: Pipeline,
    failures: ['not_found'],
  }),
  put: command({
    summary: 'Create or replace a pipeline',
    route: 'PUT /api/pipelines/:name',
    scope: 'jobs:write',
    input: Pipeline,
    output: Pipeline,
    failures: ['unknown_work_type'],
    example: {
      stages: [
        { stage: 'code', work_type: 'code_gen', parameters: { prompt: '{{goal}}\n{{feedback}}' } },
        { stage: 'checks', work_type: 'shell_script', parameters: { command: 'npm test' } },
      ],
    },
  }),
}

import { z } from 'zod'
import { EstimatedWait, Goal, PipelineName, StageLabel, Usage } from '../model/goal.ts'
import { JobId, ProfileId, TaskId } from '../model/ids.ts'
import { Description, Job, JobStatus, Name, OnFailure, WorkingDirectory } from '../model/job.ts'
import { Run } from '../model/run.ts'
import { Task } from '../model/task.ts'
import { Transition } from '../model/transition.ts'
import { Instant } from '../model/time.ts'
import { command, pageInput, pageOf, query, stream } from './operation.ts'

const jobFields = {
  name: Name,
  description: Description,
  parentJobId: JobId.nullable(),
  workerCount: z.int().min(1).max(1_000),
  onFailure: OnFailure,
  workingDirectory: WorkingDirectory.nullable(),
  profileId: ProfileId.nullable(),
  labels: z.array(z.string().trim().min(1).max(60)).max(50),
}

export const NewJob = z.strictObject({
  name: jobFields.name.optional().meta({ description: 'May be left out with a goal: then the job is named after it' }),
  goal: Goal.optional().meta({ description: 'Makes it a goal job, which enters the queue at once' }),
  projectId: PipelineName.optional().meta({ description: 'Names its pipeline, and counts its jobs that go on at a time' }),
  description: jobFields.description.default(''),
  parentJobId: jobFields.parentJobId.default(null),
  workerCount: jobFields.workerCount.default(1),
  onFailure: jobFields.onFailure.default('stop'),
  workingDirectory: jobFields.workingDirectory.default(null),
  profileId: jobFields.profileId.default(null),
  labels: jobFields.labels.default([]),
})
export type NewJob = z.infer<typeof NewJob>

/** The states that a person may set by hand. */
export const StatusByHand = z.enum(['pending', 'in_progress', 'completed', 'failed'])

export const JobChanges = z.strictObject({ ...jobFields, status: StatusByHand }).partial()

/** What the answer of a goal job adds. */
const goalAnswer = {
  position: z.int().meta({ description: '1-based place in the queue; 0 when it does not wait' }),
  estimatedWait: EstimatedWait.nullable(),
  usage: Usage.nullable(),
}

export const CreatedJob = Job.extend({ jobId: JobId, ...goalAnswer, message: z.string() })
  .partial({ jobId: true, position: true, estimatedWait: true, usage: true, message: true })
  .meta({ id: 'CreatedJob' })
export type CreatedJob = z.infer<typeof CreatedJob>

export interface JobNode extends Job {
  readonly children: JobNode[]
}
export const JobNode: z.ZodType<JobNode> = z
  .object({
    ...Job.shape,
    get children(): z.ZodType<JobNode[]> {
      return z.array(JobNode)
    },
  })
  .meta({ id: 'JobNode', description: 'A job with everything below it' })

export const JobChange = z
  .object({
    seq: z.int(),
    jobId: JobId,
    status: JobStatus,
    stage: StageLabel.nullable(),
    message: z.string(),
    timestamp: Instant,
  })
  .meta({ id: 'JobChange', description: 'One change of a job’s state or stage, as it was' })
export type JobChange = z.infer<typeof JobChange>

export const JobDetail = Job.extend({
  ...goalAnswer,
  tasks: z.array(Task),
  children: z.array(Job),
  transitions: z.array(Transition),
}).meta({ id: 'JobDetail' })
export type JobDetail = z.infer<typeof JobDetail>

const one = z.strictObject({ jobId: JobId })

export const jobs = {
  list: query({
    summary: 'List jobs',
    route: 'GET /api/jobs',
    scope: 'jobs:read',
    input: z.strictObject({
      status: JobStatus.optional(),
      depth: z.int().min(0).max(5).optional(),
      parentJobId: JobId.or(z.literal('none')).optional().meta({ description: '`none` for the jobs without a parent' }),
      projectId: PipelineName.optional(),
      label: z.string().max(60).optional(),
      q: z.string().max(200).optional().meta({ description: 'Part of the name' }),
      ...pageInput,
    }),
    output: pageOf('jobs', Job),
  }),
  create: command({
    summary: 'Create a job',
    route: 'POST /api/jobs',
    scope: 'jobs:write',
    success: 201,
    input: NewJob,
    output: CreatedJob,
    failures: ['not_found', 'queue_full'],
    example: { name: 'Nightly checks', description: 'Everything that runs after dark' },
  }),
  submit: command({
    summary: 'Submit work as a description: each bulleted or numbered line becomes a task',
    route: 'POST /api/jobs/submit',
    scope: 'jobs:write',
    success: 201,
    input: z.strictObject({
      taskDescription: z.string().trim().min(1, 'must not be empty').max(4_096),
      workerCount: jobFields.workerCount.default(1),
      depth: z.int().min(0).max(5).optional().meta({ description: 'One more than its parent’s' }),
      parentJobId: JobId.nullish(),
      labels: jobFields.labels.default([]),
      start: z.boolean().default(false).meta({ description: 'Run it at once; otherwise it stays pending until it is run' }),
    }),
    output: Job,
    failures: ['not_found'],
    example: { task_description: '- write the parser\n- test the parser', worker_count: 2 },
  }),
  get: query({
    summary: 'Read one job with its tasks, children and audit trail',
    route: 'GET /api/jobs/:jobId',
    scope: 'jobs:read',
    input: one,
    output: JobDetail,
    failures: ['not_found'],
  }),
  update: command({
    summary: 'Change a job',
    route: 'PUT /api/jobs/:jobId',
    alsoAt: ['PATCH /api/jobs/:jobId'],
    scope: 'jobs:write',
    input: JobChanges.extend({ jobId: JobId }),
    output: Job,
    failures: ['not_found', 'conflict'],
    example: { name: 'Nightly checks, renamed' },
  }),
  delete: command({
    summary: 'Delete a job with its tasks, their runs and log files; active runs are stopped first',
    route: 'DELETE /api/jobs/:jobId',
    scope: 'jobs:write',
    input: z.strictObject({
      jobId: JobId,
      cascade: z
        .enum(['children'])
        .optional()
        .meta({ description: '`children` deletes the child jobs too; otherwise they lose their parent' }),
    }),
    inQuery: ['cascade'],
    output: z.object({ deleted: z.boolean(), jobs: z.int(), tasks: z.int(), runs: z.int(), logFiles: z.int() }),
    failures: ['not_found', 'agent_unavailable'],
  }),
  tasks: query({
    summary: 'List the tasks of a job, in task order',
    route: 'GET /api/jobs/:jobId/tasks',
    scope: 'jobs:read',
    input: one.extend(pageInput),
    output: pageOf('tasks', Task),
    failures: ['not_found'],
  }),
  taskOrder: query({
    summary: 'Read the order of a job’s tasks',
    route: 'GET /api/jobs/:jobId/task-order',
    scope: 'jobs:read',
    input: one,
    output: z.object({ taskOrder: z.array(TaskId) }),
    failures: ['not_found'],
  }),
  setTaskOrder: command({
    summary: 'Order a job’s tasks',
    route: 'PUT /api/jobs/:jobId/task-order',
    scope: 'jobs:write',
    input: one.extend({ taskOrder: z.array(TaskId).max(100_000).meta({ description: 'All of the job’s tasks, each once' }) }),
    output: z.object({ taskOrder: z.array(TaskId) }),
    failures: ['not_found'],
    example: { task_order: [] },
  }),
  place: command({
    summary: 'Put a job before another one that stands beside it, or last',
    route: 'PUT /api/jobs/:jobId/place',
    scope: 'jobs:write',
    input: one.extend({ before: JobId.nullable().default(null).meta({ description: 'With the same parent; null for after all of them' }) }),
    output: Job,
    failures: ['not_found'],
    example: { before: null },
  }),
  run: command({
    summary: 'Run a job’s tasks in their order',
    route: 'POST /api/jobs/:jobId/run',
    scope: 'jobs:write',
    success: 202,
    input: one,
    output: Job.extend({ runs: z.array(Run) }),
    failures: ['not_found', 'conflict', 'invalid_state_transition'],
  }),
  retry: command({
    summary: 'Run a job again from what failed',
    route: 'POST /api/jobs/:jobId/retry',
    scope: 'jobs:write',
    success: 202,
    input: one,
    output: Job.extend({ runs: z.array(Run) }),
    failures: ['not_found', 'conflict', 'invalid_state_transition'],
  }),
  stop: command({
    summary: 'Stop a job’s active runs',
    route: 'POST /api/jobs/:jobId/stop',
    scope: 'jobs:write',
    success: 202,
    input: one,
    output: Job,
    failures: ['not_found', 'invalid_state_transition'],
  }),
  cancel: command({
    summary: 'Cancel a job: it leaves the queue, its processes end, and so do the jobs inside it',
    route: 'POST /api/jobs/:jobId/cancel',
    scope: 'jobs:write',
    input: one.extend({
      reason: z.string().trim().max(1_000).optional(),
      cascade: z.boolean().default(true).meta({ description: 'Cancel the jobs inside it too' }),
    }),
    output: Job,
    failures: ['not_found', 'invalid_state_transition'],
  }),
  confirm: command({
    summary: 'Let a goal job that awaits confirmation go on for another batch of iterations',
    route: 'POST /api/jobs/:jobId/confirm',
    scope: 'jobs:write',
    input: one,
    output: z.object({ jobId: JobId, iterationsGranted: z.int(), usage: Usage }),
    failures: ['not_found', 'bad_request'],
  }),
  tree: query({
    summary: 'Read a job with everything below it',
    route: 'GET /api/jobs/:jobId/tree',
    scope: 'jobs:read',
    input: one,
    output: JobNode,
    failures: ['not_found'],
  }),
  stream: stream({
    summary: 'Follow a job: how it stands, then every change, until it has ended',
    route: 'GET /api/jobs/:jobId/stream',
    scope: 'jobs:read',
    input: one.extend({ after: z.int().min(0).optional().meta({ description: 'The last id already seen: only what came after it' }) }),
    output: JobChange,
    failures: ['not_found'],
    eventName: 'message',
    eventId: (change) => change.seq,
    resumeAt: { field: 'after', offset: 0 },
    quietEnd: true,
  }),
  transitions: query({
    summary: 'Read a job’s audit trail, newest first',
    route: 'GET /api/jobs/:jobId/transitions',
    scope: 'jobs:read',
    input: one.extend(pageInput),
    output: pageOf('transitions', Transition),
    failures: ['not_found'],
  }),
}

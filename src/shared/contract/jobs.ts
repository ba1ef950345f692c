import { z } from 'zod'
import { JobId, ProfileId, TaskId } from '../model/ids.ts'
import { Description, Job, JobStatus, Name, OnFailure, WorkingDirectory } from '../model/job.ts'
import { Run } from '../model/run.ts'
import { Task } from '../model/task.ts'
import { Transition } from '../model/transition.ts'
import { command, pageInput, pageOf, query } from './operation.ts'

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
  name: jobFields.name,
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

const JobChanges = z.strictObject({ ...jobFields, status: StatusByHand }).partial()

export const JobDetail = Job.extend({
  tasks: z.array(Task),
  children: z.array(Job),
  transitions: z.array(Transition),
}).meta({ id: 'JobDetail' })
export type JobDetail = z.infer<typeof JobDetail>

const one = z.strictObject({ jobId: JobId })

export const jobs = {
  list: query({
    summary: 'List jobs', route: 'GET /api/jobs', scope: 'jobs:read',
    input: z.strictObject({
      status: JobStatus.optional(),
      depth: z.int().min(0).max(5).optional(),
      parentJobId: JobId.or(z.literal('none')).optional().meta({ description: '`none` for the jobs without a parent' }),
      label: z.string().max(60).optional(),
      q: z.string().max(200).optional().meta({ description: 'Part of the name' }),
      ...pageInput,
    }),
    output: pageOf('jobs', Job),
  }),
  create: command({
    summary: 'Create a job', route: 'POST /api/jobs', scope: 'jobs:write', success: 201,
    input: NewJob, output: Job, failures: ['not_found'],
    example: { name: 'Nightly checks', description: 'Everything that runs after dark' },
  }),
  get: query({
    summary: 'Read one job with its tasks, children and audit trail', route: 'GET /api/jobs/:jobId', scope: 'jobs:read',
    input: one, output: JobDetail, failures: ['not_found'],
  }),
  update: command({
    summary: 'Change a job', route: 'PUT /api/jobs/:jobId', alsoAt: ['PATCH /api/jobs/:jobId'], scope: 'jobs:write',
    input: JobChanges.extend({ jobId: JobId }), output: Job, failures: ['not_found', 'conflict'],
    example: { name: 'Nightly checks, renamed' },
  }),
  delete: command({
    summary: 'Delete a job with its tasks, their runs and log files; active runs are stopped first', route: 'DELETE /api/jobs/:jobId', scope: 'jobs:write',
    input: z.strictObject({ jobId: JobId, cascade: z.enum(['children']).optional().meta({ description: '`children` deletes the child jobs too; otherwise they lose their parent' }) }),
    inQuery: ['cascade'],
    output: z.object({ deleted: z.boolean(), jobs: z.int(), tasks: z.int(), runs: z.int(), logFiles: z.int() }), failures: ['not_found', 'agent_unavailable'],
  }),
  tasks: query({
    summary: 'List the tasks of a job, in task order', route: 'GET /api/jobs/:jobId/tasks', scope: 'jobs:read',
    input: one.extend(pageInput), output: pageOf('tasks', Task), failures: ['not_found'],
  }),
  taskOrder: query({
    summary: 'Read the order of a job’s tasks', route: 'GET /api/jobs/:jobId/task-order', scope: 'jobs:read',
    input: one, output: z.object({ taskOrder: z.array(TaskId) }), failures: ['not_found'],
  }),
  setTaskOrder: command({
    summary: 'Order a job’s tasks', route: 'PUT /api/jobs/:jobId/task-order', scope: 'jobs:write',
    input: one.extend({ taskOrder: z.array(TaskId).max(100_000).meta({ description: 'All of the job’s tasks, each once' }) }),
    output: z.object({ taskOrder: z.array(TaskId) }), failures: ['not_found'],
  }),
  run: command({
    summary: 'Run a job’s tasks in their order', route: 'POST /api/jobs/:jobId/run', scope: 'jobs:write', success: 202,
    input: one, output: Job.extend({ runs: z.array(Run) }), failures: ['not_found', 'conflict', 'invalid_state_transition'],
  }),
  retry: command({
    summary: 'Run a job again from what failed', route: 'POST /api/jobs/:jobId/retry', scope: 'jobs:write', success: 202,
    input: one, output: Job.extend({ runs: z.array(Run) }), failures: ['not_found', 'conflict', 'invalid_state_transition'],
  }),
  stop: command({
    summary: 'Stop a job’s active runs', route: 'POST /api/jobs/:jobId/stop', scope: 'jobs:write', success: 202,
    input: one, output: Job, failures: ['not_found', 'invalid_state_transition'],
  }),
  transitions: query({
    summary: 'Read a job’s audit trail, newest first', route: 'GET /api/jobs/:jobId/transitions', scope: 'jobs:read',
    input: one.extend(pageInput), output: pageOf('transitions', Transition), failures: ['not_found'],
  }),
}

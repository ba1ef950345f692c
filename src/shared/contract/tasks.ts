import { z } from 'zod'
import { AgentType } from '../model/agent-type.ts'
import { Blackouts } from '../model/blackout.ts'
import { FailuresInRow } from '../model/breaker.ts'
import { Dependency, Retry, SpendLimit, SuccessCheck, TaskNotifications, usualNotifications } from '../model/flow.ts'
import { AgentId, JobId, ProfileId, TaskId } from '../model/ids.ts'
import { Description, Name, WorkingDirectory } from '../model/job.ts'
import { Run } from '../model/run.ts'
import { Schedule } from '../model/schedule.ts'
import { Priority, Task, usualPriority } from '../model/task.ts'
import { TimeLimitMs } from '../model/time.ts'
import { longestText, Parameters, workTypes } from '../model/work.ts'
import { command, pageInput, pageOf, query } from './operation.ts'

const taskFields = {
  name: Name,
  jobId: JobId.nullable(),
  description: Description,
  enabled: z.boolean(),
  /** Any text here: one that names no work type is answered as such (1001), not as a bad field. */
  workType: z
    .string()
    .min(1)
    .max(100)
    .meta({ description: workTypes.join(', ') }),
  parameters: Parameters,
  command: z.string().max(longestText).meta({ description: 'Shorthand for a shell_script with this command' }),
  prompt: z
    .string()
    .max(longestText)
    .meta({ description: 'Shorthand for the coding agent of the settings, or of the work_type, with this prompt' }),
  workingDirectory: WorkingDirectory.nullable(),
  schedule: Schedule,
  priority: Priority,
  timeoutMs: TimeLimitMs.nullable(),
  idleTimeoutMs: TimeLimitMs.nullable(),
  profileId: ProfileId.nullable(),
  dependsOn: z.array(Dependency).max(1_000),
  retry: Retry.nullable(),
  successChecks: z.array(SuccessCheck).max(100),
  commitOnSuccess: z.boolean(),
  notifications: TaskNotifications,
  spendLimit: SpendLimit.nullable(),
  stopAfterFailures: FailuresInRow.nullable().meta({
    description: 'Stops its own triggers after so many failures in a row; 0 never, null for what the settings say',
  }),
  blackouts: Blackouts.meta({ description: 'Times of day in which it does not start by itself, beside those of the settings' }),
  agentType: AgentType.nullable().meta({
    description: 'Which agents do it, where a broker is set; null for whichever has room, this machine’s own first',
  }),
  agentId: AgentId.nullable().meta({ description: 'The one agent that does it: local for this machine’s own, or the name of another' }),
}

/** Either `command`, or `workType` with its `parameters`. */
export const NewTask = z.strictObject({
  name: taskFields.name,
  jobId: taskFields.jobId.default(null),
  description: taskFields.description.default(''),
  enabled: taskFields.enabled.default(true),
  workType: taskFields.workType.optional(),
  parameters: taskFields.parameters.optional(),
  command: taskFields.command.optional(),
  prompt: taskFields.prompt.optional(),
  workingDirectory: taskFields.workingDirectory.default(null),
  schedule: taskFields.schedule.default({ type: 'manual' }),
  priority: taskFields.priority.default(usualPriority),
  timeoutMs: taskFields.timeoutMs.default(null),
  idleTimeoutMs: taskFields.idleTimeoutMs.default(null),
  profileId: taskFields.profileId.default(null),
  dependsOn: taskFields.dependsOn.default([]),
  retry: taskFields.retry.default(null),
  successChecks: taskFields.successChecks.default([]),
  commitOnSuccess: taskFields.commitOnSuccess.default(false),
  notifications: taskFields.notifications.default(usualNotifications),
  spendLimit: taskFields.spendLimit.default(null),
  stopAfterFailures: taskFields.stopAfterFailures.default(null),
  blackouts: taskFields.blackouts.default([]),
  agentType: taskFields.agentType.default(null),
  agentId: taskFields.agentId.default(null),
})
export type NewTask = z.infer<typeof NewTask>

export const TaskChanges = z.strictObject(taskFields).partial()
export type TaskChanges = z.infer<typeof TaskChanges>

const one = z.strictObject({ taskId: TaskId })

export const tasks = {
  list: query({
    summary: 'List tasks',
    route: 'GET /api/tasks',
    scope: 'jobs:read',
    input: z.strictObject({
      jobId: JobId.or(z.literal('none')).optional().meta({ description: '`none` for the unassigned tasks' }),
      enabled: z.boolean().optional(),
      workType: z.string().max(100).optional(),
      q: z.string().max(200).optional().meta({ description: 'Part of the name' }),
      sort: z.enum(['created', 'name', 'updated']).default('created'),
      ...pageInput,
    }),
    output: pageOf('tasks', Task),
  }),
  create: command({
    summary: 'Create a task',
    route: 'POST /api/tasks',
    scope: 'jobs:write',
    success: 201,
    input: NewTask,
    output: Task,
    failures: ['not_found', 'unknown_work_type'],
    example: { name: 'Say hello', command: 'echo hello' },
  }),
  get: query({
    summary: 'Read one task',
    route: 'GET /api/tasks/:taskId',
    scope: 'jobs:read',
    input: one,
    output: Task,
    failures: ['not_found'],
  }),
  update: command({
    summary: 'Change a task',
    route: 'PUT /api/tasks/:taskId',
    alsoAt: ['PATCH /api/tasks/:taskId'],
    scope: 'jobs:write',
    input: TaskChanges.extend({ taskId: TaskId }),
    output: Task,
    failures: ['not_found', 'unknown_work_type'],
    example: { command: 'echo hello again' },
  }),
  delete: command({
    summary: 'Delete a task with its runs and log files; active runs are stopped first',
    route: 'DELETE /api/tasks/:taskId',
    scope: 'jobs:write',
    input: one,
    output: z.object({ deleted: z.boolean(), runs: z.int(), logFiles: z.int() }),
    failures: ['not_found', 'agent_unavailable'],
  }),
  run: command({
    summary: 'Run a task',
    route: 'POST /api/tasks/:taskId/run',
    scope: 'jobs:write',
    success: 202,
    input: one.extend({
      triggerDependents: z
        .boolean()
        .default(false)
        .meta({ description: 'The tasks of its job that depend on it run after it, where it ends as they need it' }),
    }),
    output: Run,
    failures: ['not_found'],
    example: {},
  }),
  enable: command({
    summary: 'Let a task start by itself',
    route: 'POST /api/tasks/:taskId/enable',
    scope: 'jobs:write',
    input: one,
    output: Task,
    failures: ['not_found'],
  }),
  disable: command({
    summary: 'Keep a task from starting by itself',
    route: 'POST /api/tasks/:taskId/disable',
    scope: 'jobs:write',
    input: one,
    output: Task,
    failures: ['not_found'],
  }),
  closeBreaker: command({
    summary: 'Let a task start by itself again after its failures in a row stopped it',
    route: 'POST /api/tasks/:taskId/close-breaker',
    scope: 'jobs:write',
    input: one,
    output: Task,
    failures: ['not_found'],
  }),
}

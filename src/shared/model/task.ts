import { z } from 'zod'
import { AgentType } from './agent-type.ts'
import { Blackouts } from './blackout.ts'
import { Breaker, FailuresInRow } from './breaker.ts'
import { Dependency, Retry, SpendLimit, SuccessCheck, TaskNotifications } from './flow.ts'
import { AgentId, JobId, ProfileId, RunId, TaskId } from './ids.ts'
import { WorkingDirectory } from './job.ts'
import { RunReason } from './run-reason.ts'
import { RunStatus } from './run.ts'
import { Schedule } from './schedule.ts'
import { DurationMs, Instant } from './time.ts'
import { Parameters, WorkType } from './work.ts'

/** 5 is the highest. */
export const Priority = z.int().min(1).max(5)
export type Priority = z.infer<typeof Priority>
export const usualPriority = 3

/** A task's newest run, as far as a list of tasks needs it. */
export const LastRun = z.object({
  id: RunId,
  status: RunStatus,
  reason: RunReason.nullable(),
  exitCode: z.int().nullable(),
  queuedAt: Instant,
  startedAt: Instant.nullable(),
  finishedAt: Instant.nullable(),
  durationMs: DurationMs.nullable(),
})
export type LastRun = z.infer<typeof LastRun>

export const Task = z
  .object({
    id: TaskId,
    jobId: JobId.nullable(),
    name: z.string(),
    description: z.string(),
    enabled: z.boolean().meta({ description: 'Gates the task’s own triggers only: by hand and in its job’s run it runs all the same' }),
    workType: WorkType,
    parameters: Parameters,
    workingDirectory: WorkingDirectory.nullable(),
    schedule: Schedule,
    priority: Priority,
    timeoutMs: DurationMs.nullable(),
    idleTimeoutMs: DurationMs.nullable(),
    profileId: ProfileId.nullable().meta({ description: 'Its environment; null for its job’s' }),
    dependsOn: z.array(Dependency),
    retry: Retry.nullable(),
    successChecks: z.array(SuccessCheck),
    commitOnSuccess: z.boolean().meta({ description: 'Commits what a successful run changed in its folder’s git repository' }),
    notifications: TaskNotifications,
    spendLimit: SpendLimit.nullable(),
    agentType: AgentType.nullable().meta({
      description: 'Which agents do it, where a broker is set; null for whichever has room, this machine’s own first',
    }),
    agentId: AgentId.nullable().meta({
      description: 'The one agent that does it: `local` for this machine’s own; null for whichever has room',
    }),
    stopAfterFailures: FailuresInRow.nullable().meta({
      description: 'Stops the task’s own triggers after so many failures in a row; 0 never, null for what the settings say',
    }),
    blackouts: Blackouts.meta({ description: 'Times of day in which it does not start by itself, beside those of the settings' }),
    breaker: Breaker.nullable().meta({ description: 'Why its own triggers are stopped, until somebody closes its breaker' }),
    nextFireAt: Instant.nullable().meta({ description: 'Null where nothing starts it by time, it is disabled, or its breaker is open' }),
    lastRun: LastRun.nullable(),
    /** Median of the last successful runs, to compare a run with; null before the first. */
    usualDurationMs: DurationMs.nullable(),
    owner: z.string(),
    createdAt: Instant,
    updatedAt: Instant,
  })
  .meta({ id: 'Task', description: 'One repeatable unit of work: what to run, where and when' })
export type Task = z.infer<typeof Task>

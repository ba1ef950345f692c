import { z } from 'zod'
import { AgentType } from './agent-type.ts'
import { Dependency, Retry, SpendLimit, SuccessCheck } from './flow.ts'
import { AgentId, JobId, ProfileId, RunId, SequenceId, TaskId, WorkerId } from './ids.ts'
import { Stage } from './goal.ts'
import { WorkingDirectory } from './job.ts'
import { RunReason } from './run-reason.ts'
import { DurationMs, Instant } from './time.ts'
import { Parameters, WorkType } from './work.ts'

export const RunStatus = z.enum(['queued', 'starting', 'running', 'paused', 'succeeded', 'failed', 'cancelled'])
export type RunStatus = z.infer<typeof RunStatus>

/** The states in which a run still holds, or will hold, a worker. */
export const activeRunStatuses = ['queued', 'starting', 'running', 'paused'] as const satisfies readonly RunStatus[]
export const endedRunStatuses = ['succeeded', 'failed', 'cancelled'] as const satisfies readonly RunStatus[]
export type EndedRunStatus = (typeof endedRunStatuses)[number]

export const hasEnded = (status: RunStatus): status is EndedRunStatus => (endedRunStatuses as readonly RunStatus[]).includes(status)

/**
 * Where a run waits: goal jobs and all others, which are served in turn, and what an agent on another machine is to take from
 * the broker's queue.
 */
export const QueueLane = z.enum(['goals', 'runs', 'broker'])
export type QueueLane = z.infer<typeof QueueLane>
export const queueLanes = QueueLane.options

/** Why a run exists: by hand in the window, over REST or the command line, as part of a job's run, or as a retry. */
export const RunTrigger = z.enum(['manual', 'schedule', 'sequence', 'dependency', 'retry', 'api', 'dispatch', 'catch_up'])
export type RunTrigger = z.infer<typeof RunTrigger>

/** What the run was told to do, as its task stood when the run was queued. Later edits of the task do not change it. */
export const RunConfig = z.object({
  workType: WorkType,
  parameters: Parameters,
  /** Absolute. */
  workingDirectory: z.string(),
  timeoutMs: DurationMs.nullable(),
  idleTimeoutMs: DurationMs.nullable(),
  priority: z.int(),
  profileId: ProfileId.nullable(),
  /** As the task or its job says it; null for the user's home. Its worktree, where it asks for one, is made at the start. */
  directory: WorkingDirectory.nullable(),
  /** What no other run may work in at the same time: its worktree, or the folder that was named; null where none was. */
  occupies: z.string().nullish(),
  dependsOn: z.array(Dependency),
  retry: Retry.nullable(),
  successChecks: z.array(SuccessCheck),
  commitOnSuccess: z.boolean(),
  spendLimit: SpendLimit.nullable(),
  /** What a failed check of the attempt before printed, for this one to do better. */
  feedback: z.string().nullable(),
  /** Of a stage of a goal job. */
  goal: z.object({ text: z.string(), stage: Stage, iteration: z.int() }).optional(),
  /** Which agents may do it, where a broker is set; null for whichever has room. */
  agentType: AgentType.nullable(),
  /** The only agent that may do it; null where none was named. */
  agentId: AgentId.nullable(),
})
export type RunConfig = z.infer<typeof RunConfig>

/** What a coding agent said that it cost. */
export const Cost = z.object({
  usd: z.number().nullable(),
  turns: z.int().nullable(),
  inputTokens: z.int().nullable(),
  outputTokens: z.int().nullable(),
})
export type Cost = z.infer<typeof Cost>

/** Size of the run's log: bytes of its file on disk, and its number of lines. */
export const LogSize = z.object({ bytes: z.int(), lines: z.int() })
export type LogSize = z.infer<typeof LogSize>

export const Run = z
  .object({
    id: RunId,
    taskId: TaskId,
    jobId: JobId.nullable(),
    sequenceId: SequenceId.nullable(),
    taskName: z.string(),
    config: RunConfig,
    status: RunStatus,
    reason: RunReason.nullable(),
    stage: Stage.nullable(),
    attempt: z.int(),
    iteration: z.int().meta({ description: 'Pass through the pipeline of its goal job; 1 for other runs' }),
    trigger: RunTrigger,
    traceId: z.string(),
    requestId: z.string(),
    workerId: WorkerId.nullable(),
    agentId: AgentId.nullable(),
    exitCode: z.int().nullable(),
    signal: z.string().nullable(),
    errorMessage: z.string().nullable(),
    sessionId: z.string().nullable().meta({ description: 'The coding agent’s own session' }),
    cost: Cost.nullable(),
    pinned: z.boolean().meta({ description: 'Kept whatever the retention says' }),
    notBefore: Instant.nullable().meta({ description: 'A retry waits until then' }),
    log: LogSize,
    /** 1-based place in its lane of the queue; 0 when the run does not wait. */
    position: z.int(),
    /** What a waiting run waits for, as a sentence; null when it does not wait. */
    waitsFor: z.string().nullable(),
    queuedAt: Instant,
    startedAt: Instant.nullable(),
    finishedAt: Instant.nullable(),
    durationMs: DurationMs.nullable(),
  })
  .meta({ id: 'Run', description: 'One execution of a task, with its log and why it started and ended' })
export type Run = z.infer<typeof Run>

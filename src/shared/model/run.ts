import { z } from 'zod'
import { AgentId, JobId, RunId, SequenceId, TaskId, WorkerId } from './ids.ts'
import { DurationMs, Instant } from './time.ts'
import { Parameters, WorkType } from './work.ts'

export const RunStatus = z.enum(['queued', 'starting', 'running', 'paused', 'succeeded', 'failed', 'cancelled'])
export type RunStatus = z.infer<typeof RunStatus>

/** The states in which a run still holds, or will hold, a worker. */
export const activeRunStatuses = ['queued', 'starting', 'running', 'paused'] as const satisfies readonly RunStatus[]
export const endedRunStatuses = ['succeeded', 'failed', 'cancelled'] as const satisfies readonly RunStatus[]
export type EndedRunStatus = (typeof endedRunStatuses)[number]

export const hasEnded = (status: RunStatus): status is EndedRunStatus =>
  (endedRunStatuses as readonly RunStatus[]).includes(status)

/** Why a run ended. */
export const RunReason = z.enum([
  'exit_code', 'signal', 'timeout', 'idle_timeout', 'spawn_error', 'check_failed', 'agent_lost', 'budget',
  'rate_limited', 'dependency_failed', 'cancelled_by_user', 'superseded', 'app_stopped',
])
export type RunReason = z.infer<typeof RunReason>

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
})
export type RunConfig = z.infer<typeof RunConfig>

/** Size of the run's log: bytes of its file on disk, and its number of lines. */
export const LogSize = z.object({ bytes: z.int(), lines: z.int() })
export type LogSize = z.infer<typeof LogSize>

export const Run = z.object({
  id: RunId,
  taskId: TaskId,
  jobId: JobId.nullable(),
  sequenceId: SequenceId.nullable(),
  taskName: z.string(),
  config: RunConfig,
  status: RunStatus,
  reason: RunReason.nullable(),
  attempt: z.int(),
  trigger: RunTrigger,
  traceId: z.string(),
  requestId: z.string(),
  workerId: WorkerId.nullable(),
  agentId: AgentId.nullable(),
  exitCode: z.int().nullable(),
  signal: z.string().nullable(),
  errorMessage: z.string().nullable(),
  log: LogSize,
  /** 1-based place among the waiting runs; 0 when the run does not wait. */
  position: z.int(),
  /** What a waiting run waits for, as a sentence; null when it does not wait. */
  waitsFor: z.string().nullable(),
  queuedAt: Instant,
  startedAt: Instant.nullable(),
  finishedAt: Instant.nullable(),
  durationMs: DurationMs.nullable(),
}).meta({ id: 'Run', description: 'One execution of a task, with its log and why it started and ended' })
export type Run = z.infer<typeof Run>

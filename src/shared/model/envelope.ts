import { z } from 'zod'
import { RunEnd, WorkOrder } from './agent.ts'
import { AgentType } from './agent-type.ts'
import { RunId, TaskId } from './ids.ts'
import { LogStream } from './log.ts'
import { DurationMs } from './time.ts'
import { Parameters } from './work.ts'

/*
 * What travels over the broker. Absent values may be null, unknown fields are ignored; what is not an envelope of this
 * version is a dead letter.
 */

/** How the engine calls itself. */
export const orchestrator = 'orchestrator'

export const Envelope = z.object({
  protocolVersion: z.literal('1.0'),
  messageId: z.string().min(1).max(200),
  fromAgent: z.string().min(1).max(200),
  toAgent: z.string().max(200).nullish(),
  timestamp: z.string().max(100),
  traceId: z.string().max(200).nullish(),
  requestId: z.string().max(200).nullish(),
  type: z.enum(['work_request', 'work_status', 'work_result', 'error']),
  priority: z.int().min(1).max(5).nullish(),
  payload: z.record(z.string(), z.unknown()),
})
export type Envelope = z.infer<typeof Envelope>

/** Which attempt is meant; without a run, the newest one of the task. */
const work = { taskId: TaskId, runId: RunId.nullish(), attempt: z.int().nullish() }

/** In a queue of its agent type, until an agent takes it. */
export const WorkRequest = z.object({
  ...work,
  workType: z.string(),
  parameters: Parameters,
  limits: z.object({ timeoutMs: DurationMs.nullish(), idleTimeoutMs: DurationMs.nullish() }).nullish(),
})
export type WorkRequest = z.infer<typeof WorkRequest>

/**
 * `claiming` asks whether the work may be started, `returned` gives back what was granted and not begun, `refused` says that
 * an instruction could not be followed; the others say what has become of the work.
 */
export const WorkStatus = z.object({
  ...work,
  status: z.enum(['claiming', 'returned', 'running', 'paused', 'refused']),
  progressPercent: z.number().min(0).max(100).nullish(),
  step: z.string().nullish(),
  pid: z.int().nullish(),
  sessionId: z.string().nullish(),
})
export type WorkStatus = z.infer<typeof WorkStatus>

export const LogChunk = z.object({
  runId: RunId,
  fromLine: z.int().min(1),
  lines: z.array(z.object({ ts: z.string(), stream: LogStream, text: z.string() })),
})
export type LogChunk = z.infer<typeof LogChunk>

export const WorkResult = z.object({
  ...work,
  status: z.enum(['completed', 'failed', 'cancelled']),
  exitCode: z.int().nullish(),
  output: z.string().nullish(),
  errorMessage: z.string().nullish(),
  durationMs: DurationMs.nullish(),
  agentId: z.string().nullish(),
  /** Everything that is known of the end; the other fields say the same for those who need less. */
  end: RunEnd.nullish(),
})
export type WorkResult = z.infer<typeof WorkResult>

/** In per cent and megabytes; null where a machine does not say. */
export const AgentResources = z.looseObject({
  cpu_percent: z.number().nullish(),
  memory_percent: z.number().nullish(),
  memory_mb: z.number().nullish(),
  gpu: z.string().nullish(),
})
export type AgentResources = z.infer<typeof AgentResources>

export const Heartbeat = z.object({
  agentId: z.string().min(1).max(200),
  agentType: z.string().max(200).meta({ description: 'Types, with commas between them' }),
  status: z.enum(['online', 'busy', 'offline']).nullish(),
  currentTaskId: z.string().nullish(),
  resources: AgentResources.nullish(),
  capabilities: z.array(z.string().max(100)).max(200).nullish(),
  capacity: z.int().min(1).nullish(),
  /** Everything that the agent holds until the engine has recorded its end. */
  runs: z.array(z.object({ runId: RunId, attempt: z.int(), state: z.enum(['starting', 'running', 'paused', 'ended']) })).nullish(),
})
export type Heartbeat = z.infer<typeof Heartbeat>

/** What the engine tells agents. Only `granted` and `recorded` answer; the others are repeated until a status confirms them. */
export const Instruction = z.object({
  runId: RunId.nullish(),
  taskId: TaskId.nullish(),
  attempt: z.int().nullish(),
  command: z.enum(['granted', 'dropped', 'recorded', 'cancel', 'terminate', 'pause', 'resume', 'drain', 'undrain', 'send_log', 'report']),
  graceMs: DurationMs.nullish(),
  fromLine: z.int().nullish(),
  order: WorkOrder.nullish(),
  /** The task names no folder: the agent's own is meant. */
  inOwnFolder: z.boolean().nullish(),
})
export type Instruction = z.infer<typeof Instruction>

export const toTypes = (text: string): readonly AgentType[] =>
  text
    .split(',')
    .map((word) => word.trim())
    .flatMap((word) => AgentType.safeParse(word).data ?? [])

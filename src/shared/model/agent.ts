import { z } from 'zod'
import { SuccessCheck } from './flow.ts'
import { AgentId, RunId, TaskId } from './ids.ts'
import { EnvVar, OnUnresolved } from './profile.ts'
import { RunReason } from './run-reason.ts'
import { DurationMs, Instant } from './time.ts'
import { Parameters, WorkType } from './work.ts'
import { HeldWorktree } from './worktree.ts'

/*
 * What the engine and an agent say to each other, whatever carries it. Over the local socket each message is one line
 * of JSON. Unknown fields are ignored, so that an engine and an agent of neighbouring versions understand each other.
 */

/** Two programs talk only when this number is the same: it changes when a message changes its meaning. */
export const protocolVersion = 1

/** The variables of a profile, to be looked up where the run runs. */
export const ProfileOrder = z.object({
  name: z.string(),
  envVars: z.array(EnvVar),
  onUnresolved: OnUnresolved,
  /** Variables whose secret the engine cannot open: they count as not found. */
  unreadable: z.array(z.string()).nullish(),
})
export type ProfileOrder = z.infer<typeof ProfileOrder>

/** The program of a coding agent, and what it goes on with. */
export const CodingAgentOrder = z.object({
  dialect: z.enum(['claude', 'codex', 'text']),
  program: z.string(),
  /** The template of its arguments; used with the dialect `text`. */
  args: z.array(z.string()),
  /** The session to go on with, where there is one. */
  sessionId: z.string().nullable(),
  resultGraceMs: DurationMs,
  maxCostUsd: z.number().nullable(),
})
export type CodingAgentOrder = z.infer<typeof CodingAgentOrder>

/** A worktree of the repository that the working directory is in. */
export const WorktreeOrder = z.object({
  /** Absolute; under a folder of Yardmaster's own. */
  folder: z.string(),
  branch: z.string(),
  /** What a new branch starts from; what is checked out otherwise. */
  base: z.string().nullable(),
})
export type WorktreeOrder = z.infer<typeof WorktreeOrder>

/** One attempt to execute a run. The agent starts it once, however often it is asked. */
export const WorkOrder = z.object({
  runId: RunId,
  taskId: TaskId.nullish(),
  traceId: z.string().nullish(),
  attempt: z.int(),
  workType: WorkType,
  parameters: Parameters,
  /** Absolute. Checked by the agent before the start; there is no fallback. */
  workingDirectory: z.string(),
  /** Added to the clean environment of the process. */
  environment: z.record(z.string(), z.string()),
  profile: ProfileOrder.nullish(),
  timeoutMs: DurationMs.nullable(),
  idleTimeoutMs: DurationMs.nullable(),
  killGraceMs: DurationMs,
  codingAgent: CodingAgentOrder.nullish(),
  worktree: WorktreeOrder.nullish(),
  /** Commits what a successful run changed, with this message. */
  commitMessage: z.string().nullish(),
  /** Keeps beside its log what the run changed in its repository. */
  keepDiff: z.boolean().nullish(),
  /** What decides whether a run that ended by itself has succeeded; its exit code alone otherwise. */
  successChecks: z.array(SuccessCheck).nullish(),
})
export type WorkOrder = z.infer<typeof WorkOrder>

export const ToAgent = z.discriminatedUnion('type', [
  z.object({ type: z.literal('hello'), protocolVersion: z.int(), engineVersion: z.string() }),
  z.object({ type: z.literal('start'), order: WorkOrder }),
  /** Polite signal to the whole tree, `graceMs` later a kill; the answer is `ended` once the tree is verified gone. */
  z.object({
    type: z.literal('stop'),
    runId: RunId,
    graceMs: DurationMs,
    reason: z.enum(['cancelled_by_user', 'app_stopped', 'superseded']),
  }),
  z.object({ type: z.literal('pause'), runId: RunId }),
  z.object({ type: z.literal('resume'), runId: RunId }),
  /** The engine has recorded the run's end: the agent drops its own record of it (never the log). */
  z.object({ type: z.literal('forget'), runId: RunId }),
  /** Look these variables up and say how that went, not what they are. */
  z.object({ type: z.literal('test_profile'), testId: z.string(), profile: ProfileOrder }),
  /** The worktrees below this folder, and what would be lost with each. */
  z.object({ type: z.literal('list_worktrees'), askId: z.string(), root: z.string() }),
  /** Remove one, unless a run works in it, or work would be lost. */
  z.object({ type: z.literal('remove_worktree'), askId: z.string(), root: z.string(), name: z.string() }),
  /** The agent ends as soon as it has no live run; with `stopRuns` it stops them first. */
  z.object({ type: z.literal('shutdown'), stopRuns: z.boolean() }),
])
export type ToAgent = z.infer<typeof ToAgent>

/** What a coding agent told of its work. */
export const AgentOutcome = z.object({
  sessionId: z.string().nullable(),
  costUsd: z.number().nullable(),
  turns: z.int().nullable(),
  inputTokens: z.int().nullable(),
  outputTokens: z.int().nullable(),
  rateLimitedUntil: Instant.nullable(),
})
export type AgentOutcome = z.infer<typeof AgentOutcome>

/** How a run ended, as the agent saw it. Exit code and signal are the process's own. */
export const RunEnd = z.object({
  outcome: z.enum(['succeeded', 'failed', 'cancelled']),
  reason: RunReason,
  exitCode: z.int().nullable(),
  signal: z.string().nullable(),
  errorMessage: z.string().nullable(),
  startedAt: Instant.nullable(),
  finishedAt: Instant,
  log: z.object({ bytes: z.int(), lines: z.int() }),
  agentResult: AgentOutcome.nullish(),
  /** What a failed success check has to say to the next attempt. */
  feedback: z.string().nullish(),
})
export type RunEnd = z.infer<typeof RunEnd>

/** A run as the agent holds it until it is told to forget it. */
export const HeldRun = z.object({
  runId: RunId,
  attempt: z.int(),
  state: z.enum(['starting', 'running', 'paused', 'ended']),
  pid: z.int().nullable(),
  startedAt: Instant.nullable(),
  log: z.object({ bytes: z.int(), lines: z.int() }),
  end: RunEnd.nullable(),
})
export type HeldRun = z.infer<typeof HeldRun>

/** Of a run's whole process tree: 100 is one processor core, memory is what is resident. */
export const RunUsage = z.object({ runId: RunId, cpuPercent: z.number(), memoryMb: z.number(), processes: z.int() })
export type RunUsage = z.infer<typeof RunUsage>

export const FromAgent = z.discriminatedUnion('type', [
  /** The answer to `hello`: everything the agent still holds, so that nothing said while nobody listened is lost. */
  z.object({
    type: z.literal('welcome'),
    agentId: AgentId,
    pid: z.int(),
    protocolVersion: z.int(),
    version: z.string(),
    workTypes: z.array(z.string()),
    runs: z.array(HeldRun),
  }),
  z.object({ type: z.literal('started'), runId: RunId, pid: z.int().nullable(), at: Instant }),
  z.object({ type: z.literal('paused'), runId: RunId }),
  z.object({ type: z.literal('resumed'), runId: RunId }),
  /** The log has grown to this size; told at most every 50 ms a run. */
  z.object({ type: z.literal('log'), runId: RunId, bytes: z.int(), lines: z.int() }),
  z.object({ type: z.literal('ended'), runId: RunId, end: RunEnd }),
  /** A coding agent has named its session: whatever happens to the run, the next one can go on with it. */
  z.object({ type: z.literal('session'), runId: RunId, sessionId: z.string() }),
  /** What the process trees of live runs use: all that were measured in one look. */
  z.object({ type: z.literal('usage'), at: Instant, runs: z.array(RunUsage) }),
  z.object({
    type: z.literal('profile_tested'),
    testId: z.string(),
    variables: z.array(z.object({ name: z.string(), ok: z.boolean(), message: z.string() })),
  }),
  z.object({ type: z.literal('worktrees'), askId: z.string(), worktrees: z.array(HeldWorktree) }),
  /** `refusal` says why it was left as it is. */
  z.object({ type: z.literal('worktree_removed'), askId: z.string(), refusal: z.string().nullable() }),
  /** An instruction that could not be followed: the run is not held here, or not in the right state. */
  z.object({ type: z.literal('refused'), runId: RunId, instruction: z.string(), message: z.string() }),
])
export type FromAgent = z.infer<typeof FromAgent>

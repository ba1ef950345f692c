import type { AgentId, JobId, RunId, TaskId, WorkerId } from '../../shared/model/ids.ts'
import { hasEnded, type QueueLane, type Run, type RunConfig, type RunStatus } from '../../shared/model/run.ts'
import { isCodingAgent } from '../../shared/model/work.ts'
import type { ActiveRun, StopReason, WaitingRun } from '../ports/runs.ts'
import { json } from './json.ts'
import { list, type Row } from './statements.ts'

/* How rows of the table of runs are asked for, and what is made of them. */

export const active = "status in ('starting', 'running', 'paused')"

/** Where those are that an agent has: few, among all that there ever were. */
export const activeRuns = `runs indexed by runs_active_at where ${active}`

/** Of one state, in the words that the indexes over states were made with; where it is asked of one task or job, theirs is the better one. */
export const inState = (status: RunStatus, of: string | undefined): string => {
  if (status === 'queued') return "status = 'queued'"
  if (!hasEnded(status)) return `${active} and status = :status`
  return of === undefined ? 'finished_at is not null and status = :status' : '+status = :status'
}

/** The index that says at once which are in this state, where the planner would walk along all runs for their order. */
export const fromRuns = (status: RunStatus | undefined): string =>
  status === undefined || status === 'queued' || hasEnded(status) ? 'runs' : 'runs indexed by runs_active_at'

/** Runs of before it was written down worked in the folder itself. */
export const occupied = "coalesce(runs.config ->> '$.occupies', runs.config ->> '$.workingDirectory')"

export const waitingColumns = `
  runs.id, runs.task_id, runs.job_id, runs.sequence_id, runs.profile_id, runs.trigger, runs.not_before, runs.agent_type, runs.named_agent, runs.handed_at, jobs.worker_count, jobs.depth, jobs.on_failure,
  case when runs.sequence_id is not null then runs.config ->> '$.dependsOn' end as depends_on, runs.config ->> '$.workType' as work_type, runs.goal_rank, runs.owner, runs.task_name,
  case when runs.config ->> '$.directory' is not null then ${occupied} end as folder`

export const waitingFrom = (row: Row): WaitingRun =>
  ({
    id: row['id'],
    taskId: row['task_id'],
    jobId: row['job_id'],
    workerCount: row['worker_count'],
    depth: row['depth'],
    sequenceId: row['sequence_id'],
    profileId: row['profile_id'],
    trigger: row['trigger'],
    notBefore: row['not_before'],
    dependsOn: json(row['depends_on']) ?? [],
    stopsAtFailure: row['on_failure'] === 'stop',
    workType: row['work_type'],
    spendsMoney: isCodingAgent(row['work_type'] as string),
    folder: row['folder'],
    goalRank: row['goal_rank'],
    owner: row['owner'],
    taskName: row['task_name'],
    agentType: row['agent_type'],
    agentId: row['named_agent'],
    handed: row['handed_at'] !== null,
  }) as WaitingRun

/** One of the lines in which runs wait. */
export interface Lane {
  /** Holds exactly the runs of the lane, in its order. */
  readonly index: string
  readonly holds: string
  readonly order: string
}

const byPriority = 'runs.priority desc, runs.seq'

export const lanes: Readonly<Record<QueueLane, Lane>> = {
  goals: {
    index: 'runs_waiting_goals',
    holds: "runs.status = 'queued' and runs.goal_rank is not null",
    order: 'runs.goal_rank, runs.seq',
  },
  runs: {
    index: 'runs_ready',
    holds: "runs.status = 'queued' and runs.goal_rank is null and runs.handed_at is null",
    order: byPriority,
  },
  broker: {
    index: 'runs_handed',
    holds: "runs.status = 'queued' and runs.goal_rank is null and runs.handed_at is not null",
    order: byPriority,
  },
}

/** The lane of a row that waits. */
export const laneOfRow = (row: Row): QueueLane => (row['goal_rank'] !== null ? 'goals' : row['handed_at'] !== null ? 'broker' : 'runs')

export type Of = { readonly jobIds: readonly JobId[] } | { readonly taskId: TaskId }

export const belongs = (of: Of): string => ('taskId' in of ? 'task_id = :taskId' : 'job_id in (select value from json_each(:jobIds))')
export const ownersOf = (of: Of) => ('taskId' in of ? { taskId: of.taskId } : { jobIds: list(of.jobIds) })

export const subjectFrom = (row: Row) => ({ taskId: row['task_id'] as TaskId, jobId: row['job_id'] as JobId | null })

// The database holds only what was parsed on its way in: a row is put together, not parsed again.
export function runFrom(row: Row): Run {
  const config = json(row['config']) as RunConfig
  return {
    id: row['id'],
    taskId: row['task_id'],
    jobId: row['job_id'],
    sequenceId: row['sequence_id'],
    taskName: row['task_name'],
    config,
    status: row['status'],
    reason: row['reason'],
    stage: config.goal?.stage ?? null,
    iteration: config.goal?.iteration ?? 1,
    attempt: row['attempt'],
    trigger: row['trigger'],
    traceId: row['trace_id'],
    requestId: row['request_id'],
    workerId: row['worker_id'],
    agentId: row['agent_id'],
    exitCode: row['exit_code'],
    signal: row['signal'],
    errorMessage: row['error_message'],
    sessionId: row['session_id'],
    cost: costFrom(row),
    pinned: row['pinned'] === 1,
    notBefore: row['not_before'],
    log: { bytes: row['log_bytes'], lines: row['log_lines'] },
    position: 0,
    waitsFor: null,
    queuedAt: row['queued_at'],
    startedAt: row['started_at'],
    finishedAt: row['finished_at'],
    durationMs: row['duration_ms'],
  } as Run
}

function costFrom(row: Row): Run['cost'] {
  const cost = { usd: row['cost_usd'], turns: row['turns'], inputTokens: row['input_tokens'], outputTokens: row['output_tokens'] }
  return Object.values(cost).every((part) => part === null) ? null : (cost as Run['cost'])
}

export const activeFrom = (row: Row): ActiveRun => ({
  id: row['id'] as RunId,
  status: row['status'] as ActiveRun['status'],
  attempt: row['attempt'] as number,
  taskId: row['task_id'] as TaskId,
  jobId: row['job_id'] as JobId | null,
  taskName: row['task_name'] as string,
  config: json(row['config']) as RunConfig,
  workerId: row['worker_id'] as WorkerId,
  stopReason: row['stop_reason'] as StopReason | null,
  agentId: row['agent_id'] as AgentId,
  stop:
    row['stop_actor'] === null
      ? null
      : ({ actor: row['stop_actor'], requestId: row['stop_request_id'], message: row['stop_message'] } as ActiveRun['stop']),
})

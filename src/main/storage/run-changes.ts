import type { RunId, WorkerId } from '../../shared/model/ids.ts'
import type { RunStore } from '../ports/runs.ts'
import { active, belongs, laneOfRow, ownersOf, subjectFrom } from './run-rows.ts'
import { list, type Sql } from './statements.ts'
import type { WaitingTally } from './waiting-tally.ts'

const noCost = { usd: null, turns: null, inputTokens: null, outputTokens: null } as const

export function createRunChanges(
  sql: Sql,
  tally: WaitingTally,
): Pick<
  RunStore,
  | 'insert'
  | 'claim'
  | 'begin'
  | 'pause'
  | 'resume'
  | 'end'
  | 'askToStop'
  | 'setSession'
  | 'setLogSize'
  | 'setPinned'
  | 'removeEnded'
  | 'removeSome'
> {
  return {
    insert({ task, config, ...run }) {
      sql.run(
        `
      insert into runs (id, task_id, job_id, sequence_id, task_name, config, priority, profile_id, agent_type, named_agent, not_before, status, attempt, trigger, trace_id, request_id, queued_at, owner, goal_rank)
      values (:id, :taskId, :jobId, :sequenceId, :taskName, :config, :priority, :profileId, :agentType, :namedAgent, :notBefore, 'queued', :attempt, :trigger, :traceId, :requestId, :queuedAt, :owner, :goalRank)`,
        {
          ...run,
          owner: task.owner,
          taskId: task.id,
          jobId: task.jobId,
          taskName: task.name,
          config: JSON.stringify(config),
          priority: config.priority,
          profileId: config.profileId,
          agentType: config.agentType,
          namedAgent: config.agentId,
        },
      )
      tally.change(run.goalRank === null ? 'runs' : 'goals', config.priority, 1)
    },
    claim(id, workerId, agentId) {
      const row = sql.one(
        `
        update runs
        set status = 'starting', worker_id = :workerId, agent_id = :agentId
        where id = :id and status = 'queued'
        returning priority, goal_rank, handed_at, task_id, job_id`,
        { id, workerId, agentId },
      )
      if (row) tally.change(laneOfRow(row), Number(row['priority']), -1)
      return row && subjectFrom(row)
    },
    begin(id, at) {
      const row = sql.one(
        `
        update runs
        set status = 'running', started_at = :at
        where id = :id and status = 'starting'
        returning worker_id, task_id, job_id`,
        { id, at },
      )
      return row && { ...subjectFrom(row), workerId: row['worker_id'] as WorkerId }
    },
    pause: (id) => sql.run("update runs set status = 'paused' where id = :id and status = 'running'", { id }) === 1,
    resume: (id) => sql.run("update runs set status = 'running' where id = :id and status = 'paused'", { id }) === 1,
    end(id, from, { log, cost, ...ending }) {
      if (from.includes('queued')) tally.forget()
      return (
        sql.run(
          `
      update runs
      set status = :status, reason = :reason, exit_code = :exitCode, signal = :signal, error_message = :errorMessage,
        started_at = coalesce(:startedAt, started_at), finished_at = :finishedAt, log_bytes = coalesce(:bytes, log_bytes), log_lines = coalesce(:lines, log_lines),
        session_id = coalesce(:sessionId, session_id), cost_usd = :usd, turns = :turns, input_tokens = :inputTokens, output_tokens = :outputTokens,
        duration_ms = cast(round((julianday(:finishedAt) - julianday(coalesce(:startedAt, started_at, :finishedAt))) * 86400000) as integer)
      where id = :id and status in (select value from json_each(:from))`,
          {
            id,
            from: list(from),
            ...ending,
            sessionId: ending.sessionId ?? null,
            ...(cost ?? noCost),
            bytes: log?.bytes ?? null,
            lines: log?.lines ?? null,
          },
        ) === 1
      )
    },
    askToStop: (id, wish) =>
      sql.run(
        `
      update runs
      set stop_reason = coalesce(stop_reason, :reason), stop_actor = coalesce(stop_actor, :actor),
        stop_request_id = coalesce(stop_request_id, :requestId), stop_message = coalesce(stop_message, :message)
      where id = :id and ${active}`,
        { id, ...wish },
      ) === 1,
    setSession: (id, sessionId) => void sql.run('update runs set session_id = :sessionId where id = :id', { id, sessionId }),
    setLogSize: (id, size) =>
      void sql.run(`update runs set log_bytes = :bytes, log_lines = :lines where id = :id and ${active}`, { id, ...size }),
    setPinned: (id, pinned) => void sql.run('update runs set pinned = :pinned where id = :id', { id, pinned: pinned ? 1 : 0 }),
    removeEnded(asked) {
      const ids = sql
        .all('select id from runs where id in (select value from json_each(:ids)) and finished_at is not null and pinned = 0', {
          ids: list(asked),
        })
        .map((row) => row['id'] as RunId)
      removeWith(sql, ids)
      return ids
    },
    removeSome(of, limit) {
      const owner = 'runId' in of ? { clause: 'id = :runId', values: { runId: of.runId } } : { clause: belongs(of), values: ownersOf(of) }
      const ids = sql
        .all(`select id from runs where ${owner.clause} and status in ('succeeded', 'failed', 'cancelled') limit :limit`, {
          ...owner.values,
          limit,
        })
        .map((row) => row['id'] as RunId)
      removeWith(sql, ids)
      return ids
    },
  }
}

/** Runs with their workers, and the audit rows of both. Their log files are loose from then on. */
function removeWith(sql: Sql, ids: readonly RunId[]): void {
  const these = { ids: list(ids) }
  sql.run('insert or ignore into loose_logs (run_id) select value from json_each(:ids)', these)
  sql.run('delete from transitions where entity_id in (select id from workers where run_id in (select value from json_each(:ids)))', these)
  sql.run('delete from transitions where entity_id in (select value from json_each(:ids))', these)
  sql.run('delete from runs where id in (select value from json_each(:ids))', these)
}

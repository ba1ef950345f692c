import type { StatisticsStore } from '../ports/statistics.ts'
import type { EndedRun } from '../../shared/model/ended-run.ts'
import type { Row, Sql } from './statements.ts'

const counted =
  'select seq, task_id, task_name, job_id, owner, status, reason, queued_at, started_at, finished_at, duration_ms, cost_usd from runs'

/** Both read the indexes that retention reads: what is counted costs no index of its own. */
export function createStatisticsStore(sql: Sql): StatisticsStore {
  return {
    ended: ({ since, until, before, limit }) =>
      sql
        .all(
          `
      ${counted} indexed by runs_by_end
      where finished_at is not null and pinned = 0 and finished_at >= :since and (finished_at, seq) < (:finishedAt, :seq)
      order by finished_at desc, seq desc limit :limit`,
          { since, finishedAt: until, seq: 0, ...before, limit },
        )
        .map(endedFrom),
    endedPinned: ({ since, until }) =>
      sql
        .all(
          `
      ${counted} indexed by runs_pinned
      where pinned = 1 and finished_at >= :since and finished_at < :until`,
          { since, until },
        )
        .map(endedFrom),
  }
}

/** The clock may have been set back in between. */
const waitOf = (row: Row): number | null =>
  row['started_at'] === null ? null : Math.max(0, Date.parse(row['started_at'] as string) - Date.parse(row['queued_at'] as string))

const endedFrom = (row: Row): EndedRun =>
  ({
    seq: row['seq'],
    taskId: row['task_id'],
    taskName: row['task_name'],
    jobId: row['job_id'],
    owner: row['owner'],
    status: row['status'],
    reason: row['reason'],
    finishedAt: row['finished_at'],
    waitMs: waitOf(row),
    durationMs: row['duration_ms'],
    costUsd: row['cost_usd'],
  }) as EndedRun

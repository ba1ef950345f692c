import type { StatisticsStore } from '../ports/statistics.ts'
import type { EndedRun } from '../../shared/model/ended-run.ts'
import type { Row, Sql } from './statements.ts'

/** The clock may have been set back between queued and started. */
const counted = `
  select seq, task_id as taskId, task_name as taskName, job_id as jobId, owner, status, reason, finished_at as finishedAt,
    max(0, cast(round((unixepoch(started_at, 'subsec') - unixepoch(queued_at, 'subsec')) * 1000) as integer)) as waitMs,
    duration_ms as durationMs, cost_usd as costUsd
  from runs`

/** Both read the indexes that retention reads: what is counted costs no index of its own. */
export function createStatisticsStore(sql: Sql): StatisticsStore {
  return {
    ended: ({ since, until, before, limit }) =>
      asRuns(
        sql.all(
          `
      ${counted} indexed by runs_by_end
      where finished_at is not null and pinned = 0 and finished_at >= :since and (finished_at, seq) < (:finishedAt, :seq)
      order by finished_at desc, seq desc limit :limit`,
          { since, finishedAt: until, seq: 0, ...before, limit },
        ),
      ),
    endedPinned: ({ since, until }) =>
      asRuns(
        sql.all(
          `
      ${counted} indexed by runs_pinned
      where pinned = 1 and finished_at >= :since and finished_at < :until`,
          { since, until },
        ),
      ),
  }
}

/** The statement names its columns as the type does: a hundred thousand rows are not built twice. */
const asRuns = (rows: readonly Row[]): readonly EndedRun[] => rows as unknown as readonly EndedRun[]

import type { TaskId } from '../../shared/model/ids.ts'
import type { OldRun, RetentionStore } from '../ports/retention.ts'
import type { Row, Sql } from './statements.ts'

const endedUnpinned = 'finished_at is not null and pinned = 0'

const mayGo = `
  ${endedUnpinned}
  and seq < (select max(newer.seq) from runs as newer where newer.task_id = runs.task_id)
  and not exists (select 1 from runs as going where going.sequence_id = runs.sequence_id and going.finished_at is null)
  and (cost_usd is null or finished_at < :today)`

const old = 'select seq, id, log_bytes, finished_at from runs'

export function createRetentionStore(sql: Sql): RetentionStore {
  return {
    ended: ({ before, after, today, limit }) =>
      sql
        .all(
          `
      ${old} indexed by runs_by_end
      where (finished_at, seq) > (:finishedAt, :seq) ${before === null ? '' : 'and finished_at < :before'} and ${mayGo}
      order by finished_at, seq limit :limit`,
          { ...after, before, today, limit },
        )
        .map(oldFrom),
    edges: ({ keep, after, limit }) =>
      sql
        .all(
          `
      select id as task_id, (
        select seq from runs where task_id = tasks.id and ${endedUnpinned} order by seq desc limit 1 offset :keep) as edge
      from tasks where id > :after order by id limit :limit`,
          { keep, after, limit },
        )
        .map((row) => ({ taskId: row['task_id'] as TaskId, edge: row['edge'] as number | null })),
    upTo: ({ taskId, edge, after, today, limit }) =>
      sql
        .all(
          `
      ${old} where task_id = :taskId and seq > :after and seq <= :edge and ${mayGo} order by seq limit :limit`,
          { taskId, edge, after, today, limit },
        )
        .map(oldFrom),
    logBytes: () => sql.count(`select coalesce(sum(log_bytes), 0) as n from runs indexed by runs_by_end where ${endedUnpinned}`),
    pinned: () => sql.count('select count(*) as n from runs indexed by runs_pinned where pinned = 1'),
    ticksBefore: (at) => sql.count('select count(*) as n from ticks where due_at < :at', { at }),
    removeTicks: (before, limit) =>
      sql.run('delete from ticks where id in (select id from ticks where due_at < :before order by due_at limit :limit)', {
        before,
        limit,
      }),
  }
}

const oldFrom = (row: Row): OldRun =>
  ({ seq: row['seq'], id: row['id'], logBytes: row['log_bytes'], finishedAt: row['finished_at'] }) as OldRun

import type { Notice } from '../../shared/model/notice.ts'
import type { Happening, NoticeFilter, NoticeStore, RunStanding } from '../ports/notices.ts'
import type { Counts } from './counts.ts'
import { json } from './json.ts'
import { ofUser, where, type Row, type Sql } from './statements.ts'

/** Older notices go. */
const mostKept = 5_000

const ownerOf = "coalesce((select owner from tasks where id = :taskId), (select owner from jobs where id = :jobId), 'local')"

export function createNoticeStore(sql: Sql, counts: Counts): NoticeStore {
  return {
    find(id) {
      const row = sql.one('select * from notices where id = :id', { id })
      return row && noticeFrom(row)
    },
    list(filter: NoticeFilter, page) {
      const clause = where([
        filter.owner !== undefined && ofUser,
        filter.unread === true && 'read_at is null',
        filter.unread === false && 'read_at is not null',
        filter.kind && 'kind = :kind',
        filter.after !== undefined && 'seq > :after',
      ])
      const { owner = null, kind = null, after = null } = filter
      return {
        items: sql
          .all(`select * from notices ${clause} order by seq desc limit :limit offset :offset`, { owner, kind, after, ...page })
          .map(noticeFrom),
        total: counts.of(`select count(*) as n from notices ${clause}`, { owner, kind, after }),
      }
    },
    unread: (owner) =>
      counts.of(`select count(*) as n from notices where read_at is null ${owner === undefined ? '' : `and ${ofUser}`}`, {
        owner: owner ?? null,
      }),
    add(notice) {
      const added =
        sql.run(
          `
        insert into notices (id, about, kind, title, body, job_id, task_id, run_id, owner, created_at)
        values (:id, :about, :kind, :title, :body, :jobId, :taskId, :runId, ${ownerOf}, :createdAt)
        on conflict (about) do nothing`,
          { ...notice },
        ) > 0
      if (added) sql.run('delete from notices where seq <= (select max(seq) from notices) - :mostKept', { mostKept })
      return added
    },
    read: (of, at) =>
      'id' in of
        ? sql.run('update notices set read_at = :at where id = :id and read_at is null', { id: of.id, at })
        : sql.run(
            `update notices set read_at = :at where read_at is null and seq <= :until ${of.owner === undefined ? '' : `and ${ofUser}`}`,
            { owner: of.owner ?? null, until: of.until, at },
          ),
    told: () => sql.count('select seq as n from notices_told'),
    setTold: (seq) => void sql.run('update notices_told set seq = :seq', { seq }),
    happenings: (after, limit) =>
      sql
        .all(
          `
      select seq, type, job_id, task_id, run_id, status from events
      where seq > :after and type in ('run.status', 'job.status', 'task.updated', 'tick.missed')
      order by seq limit :limit`,
          { after, limit },
        )
        .map(happeningFrom),
    standing(runId) {
      const row = sql.one(standing, { runId })
      return row && ({ wants: json(row['wants']), before: row['before'], goesOn: row['goes_on'] === 1 } as RunStanding)
    },
  }
}

/** Attempts of one piece of work share their trace id. */
const standing = `
  select task.notifications as wants,
    (select status from runs as one
      where one.task_id = run.task_id and one.seq < run.seq and one.trace_id <> run.trace_id and one.status in ('succeeded', 'failed')
      order by one.seq desc limit 1) as before,
    exists (select 1 from runs as one
      where one.task_id = run.task_id and one.seq > run.seq and one.trace_id = run.trace_id and one.attempt > run.attempt) as goes_on
  from runs as run join tasks as task on task.id = run.task_id
  where run.id = :runId`

const happeningFrom = (row: Row): Happening =>
  ({
    seq: row['seq'],
    type: row['type'],
    jobId: row['job_id'],
    taskId: row['task_id'],
    runId: row['run_id'],
    status: row['status'],
  }) as Happening

const noticeFrom = (row: Row): Notice =>
  ({
    id: row['id'],
    seq: row['seq'],
    kind: row['kind'],
    title: row['title'],
    body: row['body'],
    jobId: row['job_id'],
    taskId: row['task_id'],
    runId: row['run_id'],
    owner: row['owner'],
    createdAt: row['created_at'],
    readAt: row['read_at'],
  }) as Notice

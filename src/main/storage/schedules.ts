import type { TaskId } from '../../shared/model/ids.ts'
import type { Tick } from '../../shared/model/tick.ts'
import type { Due, ScheduleStore, TickFilter, TickGroup, TickStore } from '../ports/schedules.ts'
import type { Counts } from './counts.ts'
import { containing, list, ofUser, where, type Row, type Sql } from './statements.ts'

/** Fires that are nearer to each other cannot be told apart on a day's line. */
const quarterS = 900

type Planned = NonNullable<ReturnType<ScheduleStore['find']>>

const taskIds = (rows: readonly Row[]): TaskId[] => rows.map((row) => row['task_id'] as TaskId)

/** In the words that the index over the tasks that start by themselves was made with. */
const type = "json_extract(schedule, '$.type')"
const startsItself = `${type} not in ('manual', 'sequential')`

/** Of a schedule with its task: a time will start it as things stand. */
const willStart =
  'next_at is not null and enabled = 1 and not exists (select 1 from breakers where breakers.task_id = id and opened_at is not null)'

export function createScheduleStore(sql: Sql, counts: Counts): ScheduleStore {
  return {
    find(taskId) {
      const row = sql.one('select next_at, last_at from schedules where task_id = :taskId', { taskId })
      return row && ({ nextAt: row['next_at'], lastAt: row['last_at'] } as Planned)
    },
    set: (taskId, nextAt) =>
      void sql.run(
        `
      insert into schedules (task_id, next_at) values (:taskId, :nextAt)
      on conflict do update set next_at = :nextAt`,
        { taskId, nextAt },
      ),
    fired: (taskId, lastAt, nextAt) =>
      void sql.run(
        `
      insert into schedules (task_id, next_at, last_at) values (:taskId, :nextAt, :lastAt)
      on conflict do update set next_at = :nextAt, last_at = :lastAt`,
        { taskId, nextAt, lastAt },
      ),
    clear: (taskId) => void sql.run('delete from schedules where task_id = :taskId', { taskId }),
    nearest: () => instantOf(sql.one('select next_at from schedules where next_at is not null order by next_at limit 1')),
    nearestEnabled: (owner) =>
      instantOf(
        sql.one(
          `
      select next_at from schedules join tasks on id = task_id ${owner === undefined ? '' : `and ${ofUser}`}
      where ${willStart}
      order by next_at limit 1`,
          { owner },
        ),
      ),
    due: (now, limit) =>
      sql
        .all(
          `
      select task_id, next_at from schedules where next_at is not null and next_at <= :now order by next_at limit :limit`,
          { now, limit },
        )
        .map((row) => ({ taskId: row['task_id'], nextAt: row['next_at'] }) as Due),
    count: () => counts.of('select count(*) as n from schedules', {}),
    list({ owner, jobId, q, upcoming }, page) {
      const asked = [
        owner !== undefined && ofUser,
        jobId && 'job_id = :jobId',
        q && String.raw`name like :q escape '\'`,
        upcoming && willStart,
      ].filter(Boolean)
      const from = `from schedules ${asked.length > 0 ? `join tasks on id = task_id and ${asked.join(' and ')}` : ''}`
      const values = { owner: owner ?? null, jobId: jobId ?? null, q: containing(q ?? '') }
      return {
        items: taskIds(
          sql.all(`select task_id ${from} order by next_at is null, next_at, task_id limit :limit offset :offset`, { ...values, ...page }),
        ),
        total: counts.of(`select count(*) as n ${from}`, values),
      }
    },
    ofType: (wanted) => taskIds(sql.all(`select id as task_id from tasks where ${startsItself} and ${type} = :wanted`, { wanted })),
    watching: () =>
      taskIds(
        sql.all(`
      select task_id from schedules join tasks on id = task_id
      where next_at is null and enabled = 1 and ${startsItself} and ${type} = 'file_watch'`),
      ),
    unplanned: () =>
      taskIds(
        sql.all(`
      select id as task_id from tasks
      where ${startsItself} and not exists (select 1 from schedules where task_id = tasks.id)`),
      ),
  }
}

const instantOf = (row: Row | undefined): string | undefined => row?.['next_at'] as string | undefined

export function createTickStore(sql: Sql, counts: Counts): TickStore {
  return {
    append: (tick) =>
      void sql.run(
        'insert into ticks (id, task_id, due_at, outcome, run_id, reason) values (:id, :taskId, :dueAt, :outcome, :runId, :reason)',
        { ...tick },
      ),
    grouped: (taskIds, since) =>
      sql
        .all(
          `
      select ticks.task_id, max(due_at) as at, outcome, count(*) as n, total(runs.status = 'failed') as failed, ticks.run_id, ticks.reason
      from ticks left join runs on runs.id = ticks.run_id
      where ticks.task_id in (select value from json_each(:ids)) and due_at >= :since
      group by ticks.task_id, cast(unixepoch(due_at) / :quarterS as integer), outcome
      order by at`,
          { ids: list(taskIds), since, quarterS },
        )
        .map(groupFrom),
    list(filter: TickFilter, page) {
      const clause = where([
        filter.owner !== undefined && `task_id in (select id from tasks where ${ofUser})`,
        filter.taskId && 'task_id = :taskId',
        filter.outcome && 'outcome = :outcome',
        filter.since && 'due_at >= :since',
      ])
      return {
        items: sql
          .all(`select * from ticks ${clause} order by due_at desc, id desc limit :limit offset :offset`, { ...filter, ...page })
          .map(tickFrom),
        total: counts.of(`select count(*) as n from ticks ${clause}`, { ...filter }),
      }
    },
  }
}

/** The other columns of a group are those of its newest row: with max() alone, SQLite says so. */
const groupFrom = (row: Row): TickGroup =>
  ({
    taskId: row['task_id'],
    at: row['at'],
    outcome: row['outcome'],
    count: row['n'],
    failed: row['failed'],
    runId: row['run_id'],
    reason: row['reason'],
  }) as TickGroup

const tickFrom = (row: Row): Tick =>
  ({
    id: row['id'],
    taskId: row['task_id'],
    dueAt: row['due_at'],
    outcome: row['outcome'],
    runId: row['run_id'],
    reason: row['reason'],
  }) as Tick

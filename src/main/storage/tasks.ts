import type { LastRun, Task } from '../../shared/model/task.ts'
import type { TaskId } from '../../shared/model/ids.ts'
import type { RunStatus } from '../../shared/model/run.ts'
import type { Instant } from '../../shared/model/time.ts'
import type { TaskFilter, TaskRow, TaskStore } from '../ports/tasks.ts'
import type { Counts } from './counts.ts'
import { json } from './json.ts'
import { createKept } from './kept.ts'
import { containing, list, ofUser, where, type Row, type Sql } from './statements.ts'
import type { WaitingTally } from './waiting-tally.ts'

/** How many of a task's newest successful runs its usual duration is the median of. */
const usualOf = 5

const order = { created: 'created_at, id', name: 'name collate nocase, id', updated: 'updated_at desc, id desc' } as const

/** What is read of a task’s runs comes from indexes alone; a row that a page skips costs none of it. */
const selected = `
  select tasks.*, failures, opened_at,
    (select next_at from schedules where task_id = tasks.id and tasks.enabled = 1 and opened_at is null) as next_fire_at,
    (select max(seq) from runs where task_id = tasks.id) as newest_run,
    (select json_group_array(duration_ms) from (
      select duration_ms from runs indexed by runs_succeeded where task_id = tasks.id and status = 'succeeded' order by seq desc limit ${usualOf})) as durations`

const withBreakers = 'tasks left join breakers on breakers.task_id = tasks.id and opened_at is not null'

const byId = `${selected} from ${withBreakers} where id = :id`

const newestRuns = `
  select seq, id, status, reason, exit_code, queued_at, started_at, finished_at, duration_ms
  from runs where seq in (select value from json_each(:seqs))`

const pagesKept = 20

export function createTaskStore(sql: Sql, counts: Counts, tally: WaitingTally): TaskStore {
  const pages = createKept<readonly Task[]>(sql, pagesKept)
  const filtered = (filter: TaskFilter) => ({
    clause: where([
      filter.owner !== undefined && ofUser,
      filter.jobId === 'none' && 'job_id is null',
      filter.jobId && filter.jobId !== 'none' && 'job_id = :jobId',
      filter.enabled !== undefined && 'enabled = :enabled',
      filter.workType !== undefined && 'work_type = :workType',
      filter.q !== undefined && "name like :q escape '\\'",
    ]),
    values: { ...filter, enabled: Number(filter.enabled ?? 0), q: filter.q === undefined ? null : containing(filter.q) },
  })
  /** The newest runs of all of them with one look. */
  const withRuns = (rows: readonly Row[]): Task[] => {
    const seqs = rows.flatMap((row) => row['newest_run'] ?? [])
    const runs = new Map(
      seqs.length === 0 ? [] : sql.all(newestRuns, { seqs: JSON.stringify(seqs) }).map((run) => [run['seq'], run] as const),
    )
    return rows.map((row) => taskFrom(row, runs.get(row['newest_run'])))
  }
  return {
    find(id) {
      const row = sql.one(byId, { id })
      return row && withRuns([row])[0]
    },
    row(id) {
      const row = sql.one('select * from tasks where id = :id', { id })
      return row && savedFrom(row)
    },
    byIds: (ids) =>
      withRuns(sql.all(`${selected} from ${withBreakers} where id in (select value from json_each(:ids))`, { ids: list(ids) })),
    list(filter, sort, page) {
      const { clause, values } = filtered(filter)
      const sorted = filter.jobId && filter.jobId !== 'none' && sort === 'created' ? 'place, id' : order[sort]
      return {
        items: pages.of(JSON.stringify([filter, sort, page]), () =>
          withRuns(
            sql.all(`${selected} from ${withBreakers} ${clause} order by ${sorted} limit :limit offset :offset`, { ...values, ...page }),
          ),
        ),
        total: counts.of(`select count(*) as n from tasks ${clause}`, values),
      }
    },
    ofJob: (jobId) => withRuns(sql.all(`${selected} from ${withBreakers} where job_id = :jobId order by place, id`, { jobId })),
    idsOfJob: (jobId) =>
      sql.all('select id from tasks where job_id = :jobId order by place, id', { jobId }).map((row) => row['id'] as TaskId),
    outcomesOfJob: (jobId) =>
      sql
        .all(
          `
      select enabled, (select status from runs where task_id = task.id order by seq desc limit 1) as newest
      from tasks task where job_id = :jobId`,
          { jobId },
        )
        .map((row) => ({ enabled: row['enabled'] === 1, lastRun: row['newest'] as RunStatus | null })),
    count: () => ({
      all: counts.of('select count(*) as n from tasks', {}),
      unassigned: counts.of('select count(*) as n from tasks where job_id is null', {}),
    }),
    insert: (task) =>
      void sql.run(
        `
      insert into tasks (id, job_id, place, name, description, enabled, work_type, parameters, working_directory, schedule,
        priority, timeout_ms, idle_timeout_ms, profile_id, depends_on, retry, success_checks, commit_on_success, notifications, spend_limit, stop_after_failures, blackouts, agent_type, agent_id,
        owner, created_at, updated_at)
      values (:id, :jobId, (select coalesce(max(place), 0) + 1 from tasks where job_id is :jobId), :name, :description, :enabled, :workType,
        :parameters, :workingDirectory, :schedule, :priority, :timeoutMs, :idleTimeoutMs,
        :profileId, :dependsOn, :retry, :successChecks, :commitOnSuccess, :notifications, :spendLimit, :stopAfterFailures, :blackouts, :agentType, :agentId, :owner, :createdAt, :updatedAt)`,
        rowFrom(task),
      ),
    update: (task) =>
      void sql.run(
        `
      update tasks
      set place = case when job_id is :jobId then place else (select coalesce(max(place), 0) + 1 from tasks where job_id is :jobId) end,
        job_id = :jobId, name = :name, description = :description, enabled = :enabled, work_type = :workType, parameters = :parameters,
        working_directory = :workingDirectory, schedule = :schedule, priority = :priority, timeout_ms = :timeoutMs,
        idle_timeout_ms = :idleTimeoutMs, profile_id = :profileId, depends_on = :dependsOn, retry = :retry, success_checks = :successChecks,
        commit_on_success = :commitOnSuccess, notifications = :notifications, spend_limit = :spendLimit, stop_after_failures = :stopAfterFailures, blackouts = :blackouts, agent_type = :agentType, agent_id = :agentId, updated_at = :updatedAt
      where id = :id`,
        rowFrom(task),
      ),
    setOrder: (jobId, ids) =>
      void sql.run(
        `
      update tasks
      set place = asked.key + 1
      from (select key, value from json_each(:ids)) as asked
      where tasks.id = asked.value and tasks.job_id = :jobId`,
        { jobId, ids: list(ids) },
      ),
    remove(id) {
      tally.forget()
      sql.run('delete from tasks where id = :id', { id })
    },
  }
}

const rowFrom = (task: TaskRow) => ({
  ...task,
  enabled: Number(task.enabled),
  parameters: JSON.stringify(task.parameters),
  workingDirectory: task.workingDirectory && JSON.stringify(task.workingDirectory),
  schedule: JSON.stringify(task.schedule),
  dependsOn: JSON.stringify(task.dependsOn),
  retry: task.retry && JSON.stringify(task.retry),
  successChecks: JSON.stringify(task.successChecks),
  commitOnSuccess: Number(task.commitOnSuccess),
  notifications: JSON.stringify(task.notifications),
  spendLimit: task.spendLimit && JSON.stringify(task.spendLimit),
  blackouts: JSON.stringify(task.blackouts),
})

// The database holds only what was parsed on its way in: a row is put together, not parsed again.
const savedFrom = (row: Row): TaskRow =>
  ({
    id: row['id'],
    jobId: row['job_id'],
    name: row['name'],
    description: row['description'],
    enabled: row['enabled'] === 1,
    workType: row['work_type'],
    parameters: json(row['parameters']),
    workingDirectory: json(row['working_directory']),
    schedule: json(row['schedule']),
    priority: row['priority'],
    timeoutMs: row['timeout_ms'],
    idleTimeoutMs: row['idle_timeout_ms'],
    profileId: row['profile_id'],
    dependsOn: json(row['depends_on']),
    retry: json(row['retry']),
    successChecks: json(row['success_checks']),
    commitOnSuccess: row['commit_on_success'] === 1,
    notifications: json(row['notifications']),
    spendLimit: json(row['spend_limit']),
    agentType: row['agent_type'],
    agentId: row['agent_id'],
    stopAfterFailures: row['stop_after_failures'],
    blackouts: json(row['blackouts']),
    owner: row['owner'],
    createdAt: row['created_at'],
    updatedAt: row['updated_at'],
  }) as TaskRow

const taskFrom = (row: Row, newest: Row | undefined): Task => ({
  ...savedFrom(row),
  breaker: row['opened_at'] ? { failures: row['failures'] as number, openSince: row['opened_at'] as Instant } : null,
  nextFireAt: row['next_fire_at'] as Instant | null,
  lastRun: newest ? lastRunFrom(newest) : null,
  usualDurationMs: median(json(row['durations']) as number[]),
})

const lastRunFrom = (row: Row): LastRun =>
  ({
    id: row['id'],
    status: row['status'],
    reason: row['reason'],
    exitCode: row['exit_code'],
    queuedAt: row['queued_at'],
    startedAt: row['started_at'],
    finishedAt: row['finished_at'],
    durationMs: row['duration_ms'],
  }) as LastRun

function median(values: number[]): number | null {
  values.sort((one, other) => one - other)
  return values[Math.floor(values.length / 2)] ?? null
}

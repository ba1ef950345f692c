import type { Job } from '../../shared/model/job.ts'
import type { JobId } from '../../shared/model/ids.ts'
import type { JobBrief, JobFilter, JobPlace, JobRow, JobStore } from '../ports/jobs.ts'
import type { Counts } from './counts.ts'
import { json } from './json.ts'
import { containing, list, ofUser, where, type Row, type Sql } from './statements.ts'
import type { WaitingTally } from './waiting-tally.ts'

/*
 * A job's progress is read from the newest run of each of its tasks, and its task order from the tasks' places: neither
 * is stored a second time.
 */
const columns = `
  job.*,
  (select json_group_array(id) from (select id from tasks where job_id = job.id order by place, id)) as task_order,
  (select json_object(
      'total', count(*),
      'succeeded', count(*) filter (where newest = 'succeeded'),
      'failed', count(*) filter (where newest in ('failed', 'cancelled')),
      'running', count(*) filter (where newest in ('starting', 'running', 'paused')),
      'waiting', count(*) filter (where newest = 'queued'))
    from (
      select (select status from runs where task_id = task.id order by seq desc limit 1) as newest
      from tasks task where job_id = job.id)) as progress`

/** Who was never put anywhere stands by its age. */
const placeOf = `coalesce(place, unixepoch(created_at, 'subsec') * 1000.0)`
const byPlace = `${placeOf}, created_at, id`

export function createJobStore(sql: Sql, counts: Counts, tally: WaitingTally): JobStore {
  const filtered = (filter: JobFilter) => ({
    clause: where([
      filter.owner !== undefined && ofUser,
      filter.status && 'status = :status',
      filter.depth !== undefined && 'depth = :depth',
      filter.parentJobId === 'none' && 'parent_job_id is null',
      filter.parentJobId && filter.parentJobId !== 'none' && 'parent_job_id = :parentJobId',
      filter.projectId !== undefined && 'project_id = :projectId',
      filter.label !== undefined && 'exists (select 1 from json_each(labels) where value = :label)',
      filter.q !== undefined && "name like :q escape '\\'",
    ]),
    values: { ...filter, q: filter.q === undefined ? null : containing(filter.q) },
  })
  return {
    find: (id) => optional(sql.one(`select ${columns} from jobs job where id = :id`, { id })),
    brief(id) {
      const row = sql.one('select id, status, name, on_failure, working_directory, profile_id, goal, stage from jobs where id = :id', {
        id,
      })
      return (
        row &&
        ({
          id: row['id'],
          status: row['status'],
          name: row['name'],
          onFailure: row['on_failure'],
          workingDirectory: json(row['working_directory']),
          profileId: row['profile_id'],
          goal: row['goal'],
          stage: row['stage'],
        } as JobBrief)
      )
    },
    byIds: (ids) =>
      sql.all(`select ${columns} from jobs job where id in (select value from json_each(:ids))`, { ids: list(ids) }).map(jobFrom),
    children: (id) => sql.all(`select ${columns} from jobs job where parent_job_id = :id order by ${byPlace}`, { id }).map(jobFrom),
    list(filter, page) {
      const { clause, values } = filtered(filter)
      return {
        items: sql
          .all(`select ${columns} from jobs job ${clause} order by created_at, id limit :limit offset :offset`, { ...values, ...page })
          .map(jobFrom),
        total: counts.of(`select count(*) as n from jobs ${clause}`, values),
      }
    },
    withDescendants: (id) =>
      sql
        .all(
          `
      with recursive below (id, level) as (
        select :id, 0
        union all
        select jobs.id, level + 1 from jobs join below on jobs.parent_job_id = below.id)
      select id from below order by level desc`,
          { id },
        )
        .map((row) => row['id'] as JobId),
    insert: (job) =>
      void sql.run(
        `
      insert into jobs (id, name, description, status, status_message, parent_job_id, depth, worker_count, on_failure,
        working_directory, profile_id, labels, goal, stage, project_id, tier, iterations, iteration_limit, result, error,
        owner, workspace_id, created_at, updated_at, started_at, finished_at)
      values (:id, :name, :description, :status, :statusMessage, :parentJobId, :depth, :workerCount, :onFailure,
        :workingDirectory, :profileId, :labels, :goal, :stage, :projectId, :tier, :iterations, :iterationLimit, :result, :error,
        :owner, :workspaceId, :createdAt, :updatedAt, :startedAt, :finishedAt)`,
        rowFrom(job),
      ),
    update: (job) =>
      void sql.run(
        `
      update jobs
      set name = :name, description = :description, parent_job_id = :parentJobId, depth = :depth, worker_count = :workerCount,
        on_failure = :onFailure, working_directory = :workingDirectory, profile_id = :profileId, labels = :labels, updated_at = :updatedAt
      where id = :id`,
        rowFrom(job),
      ),
    moveTo: (move) =>
      sql.run(
        `
      update jobs
      set status = :to, status_message = :message, stage = coalesce(:stage, stage), updated_at = :at,
        started_at = case when :to = 'in_progress' then :at else started_at end,
        finished_at = case when :to in ('completed', 'failed', 'cancelled') then :at end
      where id = :id and status = :from`,
        move,
      ) === 1,
    setStage: (id, stage, message, at) =>
      void sql.run('update jobs set stage = :stage, status_message = :message, updated_at = :at where id = :id', {
        id,
        stage,
        message,
        at,
      }),
    setOutcome: (id, outcome) =>
      void sql.run(
        'update jobs set iterations = :iterations, iteration_limit = :iterationLimit, result = :result, error = :error where id = :id',
        { id, ...outcome },
      ),
    setDepth: (id, depth) => void sql.run('update jobs set depth = :depth where id = :id', { id, depth }),
    places: (parentJobId) =>
      sql
        .all(`select id, ${placeOf} as place from jobs where parent_job_id is :parentJobId order by ${byPlace}`, { parentJobId })
        .map((row) => ({ id: row['id'], place: row['place'] }) as JobPlace),
    setPlace: (id, place) => void sql.run('update jobs set place = :place where id = :id', { id, place }),
    remove(id) {
      tally.forget()
      sql.run('delete from jobs where id = :id', { id })
    },
  }
}

const rowFrom = (job: JobRow) => ({
  ...job,
  workingDirectory: job.workingDirectory && JSON.stringify(job.workingDirectory),
  labels: JSON.stringify(job.labels),
})

const optional = (row: Row | undefined): Job | undefined => row && jobFrom(row)

// The database holds only what was parsed on its way in: a row is put together, not parsed again.
const jobFrom = (row: Row): Job =>
  ({
    id: row['id'],
    name: row['name'],
    description: row['description'],
    status: row['status'],
    statusMessage: row['status_message'],
    parentJobId: row['parent_job_id'],
    depth: row['depth'],
    workerCount: row['worker_count'],
    onFailure: row['on_failure'],
    workingDirectory: json(row['working_directory']),
    profileId: row['profile_id'],
    goal: row['goal'],
    stage: row['stage'],
    projectId: row['project_id'],
    tier: row['tier'],
    iterations: row['iterations'],
    iterationLimit: row['iteration_limit'],
    result: row['result'],
    error: row['error'],
    taskOrder: json(row['task_order']),
    place: row['place'],
    labels: json(row['labels']),
    progress: json(row['progress']),
    owner: row['owner'],
    workspaceId: row['workspace_id'],
    createdAt: row['created_at'],
    updatedAt: row['updated_at'],
    startedAt: row['started_at'],
    finishedAt: row['finished_at'],
  }) as Job

import type { Allocation } from '../../shared/model/resources.ts'
import type { AllocationStore, JobWorkers } from '../ports/resources.ts'
import type { Counts } from './counts.ts'
import { where, type Row, type Sql } from './statements.ts'

export function createAllocationStore(sql: Sql, counts: Counts): AllocationStore {
  return {
    list(filter, page) {
      const clause = where([filter.owner !== undefined && 'jobs.owner = :owner'])
      const from = `from allocations join jobs on jobs.id = allocations.job_id ${clause}`
      return {
        items: sql
          .all(
            `select allocations.*, jobs.name as job_name ${from} order by depth, allocations.created_at, job_id limit :limit offset :offset`,
            { ...filter, ...page },
          )
          .map(allocationFrom),
        total: counts.of(`select count(*) as n ${from}`, filter),
      }
    },
    byJob: (counted) =>
      sql
        .all(
          `
      select job_id, depth, sum(granted) as granted, sum(working) as working
      from (
        select job_id, depth, workers as granted, 0 as working from allocations
        union all
        select runs.job_id, jobs.depth, 0, 1 from runs indexed by runs_active_at join jobs on jobs.id = runs.job_id
        where runs.status in ('starting', 'running', 'paused') ${counted === 'goal_jobs' ? 'and runs.goal_rank is not null' : ''}
        ${
          counted === 'goal_jobs'
            ? ''
            : `union all
        select runs.job_id, jobs.depth, 0, 1 from runs indexed by runs_handed join jobs on jobs.id = runs.job_id
        where runs.status = 'queued' and runs.handed_at is not null`
        })
      group by job_id, depth`,
        )
        .map((row) => ({ jobId: row['job_id'], depth: row['depth'], granted: row['granted'], working: row['working'] }) as JobWorkers),
    add: (of) =>
      void sql.run(
        `
      insert into allocations (job_id, depth, workers, created_at, updated_at)
      values (:jobId, :depth, :workers, :at, :at)
      on conflict do update set workers = workers + :workers, updated_at = :at`,
        of,
      ),
    release(jobId, depth) {
      const clause = where(['job_id = :jobId', depth !== undefined && 'depth = :depth'])
      const held = sql.count(`select coalesce(sum(workers), 0) as n from allocations ${clause}`, { jobId, depth })
      if (held > 0) sql.run(`delete from allocations ${clause}`, { jobId, depth })
      return held
    },
    releaseEnded: () =>
      sql.run(`
      delete from allocations
      where job_id in (select id from jobs where status in ('completed', 'failed', 'cancelled'))`),
  }
}

const allocationFrom = (row: Row): Allocation =>
  ({
    jobId: row['job_id'],
    jobName: row['job_name'],
    depth: row['depth'],
    workers: row['workers'],
    createdAt: row['created_at'],
    updatedAt: row['updated_at'],
  }) as Allocation

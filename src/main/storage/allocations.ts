import type { Allocation } from '../../shared/model/resources.ts'
import type { AllocationStore } from '../ports/store.ts'
import type { Counts } from './counts.ts'
import { where, type Row, type Sql } from './statements.ts'

export function createAllocationStore(sql: Sql, counts: Counts): AllocationStore {
  return {
    list(filter, page) {
      const clause = where([filter.owner !== undefined && 'jobs.owner = :owner'])
      const from = `from allocations join jobs on jobs.id = allocations.job_id ${clause}`
      return {
        items: sql.all(`select allocations.*, jobs.name as job_name ${from} order by depth, allocations.created_at, job_id limit :limit offset :offset`, { ...filter, ...page }).map(allocationFrom),
        total: counts.of(`select count(*) as n ${from}`, filter),
      }
    },
    byDepth: () => new Map(sql.all('select depth, sum(workers) as n from allocations group by depth').map((row) => [Number(row['depth']), Number(row['n'])])),
    add: (of) => void sql.run(`
      insert into allocations (job_id, depth, workers, created_at, updated_at)
      values (:jobId, :depth, :workers, :at, :at)
      on conflict do update set workers = workers + :workers, updated_at = :at`, of),
    release(jobId, depth) {
      const clause = where(['job_id = :jobId', depth !== undefined && 'depth = :depth'])
      const held = sql.count(`select coalesce(sum(workers), 0) as n from allocations ${clause}`, { jobId, depth })
      if (held > 0) sql.run(`delete from allocations ${clause}`, { jobId, depth })
      return held
    },
    releaseEnded: () => sql.run(`
      delete from allocations
      where job_id in (select id from jobs where status in ('completed', 'failed', 'cancelled'))`),
  }
}

const allocationFrom = (row: Row): Allocation => ({
  jobId: row['job_id'], jobName: row['job_name'], depth: row['depth'], workers: row['workers'], createdAt: row['created_at'], updatedAt: row['updated_at'],
}) as Allocation

import type { Worker } from '../../shared/model/worker.ts'
import type { WorkerStore } from '../ports/store.ts'
import type { Counts } from './counts.ts'
import { list, ofUser, where, type Row, type Sql } from './statements.ts'

export function createWorkerStore(sql: Sql, counts: Counts): WorkerStore {
  const find: WorkerStore['find'] = (id) => {
    const row = sql.one('select * from workers where id = :id', { id })
    return row && workerFrom(row)
  }
  return {
    find,
    list(filter, page) {
      const clause = where([filter.owner !== undefined && ofUser, filter.status && 'status = :status'])
      return {
        items: sql.all(`select * from workers ${clause} order by created_at desc, id desc limit :limit offset :offset`, { ...filter, ...page }).map(workerFrom),
        total: counts.of(`select count(*) as n from workers ${clause}`, filter),
      }
    },
    insert: (worker) => void sql.run(`
      insert into workers (id, agent_id, run_id, status, pid, created_at, updated_at, owner)
      values (:id, :agentId, :runId, :status, :pid, :createdAt, :updatedAt, (select owner from runs where id = :runId))`, worker),
    moveTo(id, from, to, pid, at) {
      const before = find(id)
      const moved = sql.run(`
        update workers
        set status = :to, pid = coalesce(:pid, pid), updated_at = :at
        where id = :id and status in (select value from json_each(:from))`, { id, from: list(from), to, pid, at })
      return moved === 1 ? before?.status : undefined
    },
  }
}

const workerFrom = (row: Row): Worker => ({
  id: row['id'], agentId: row['agent_id'], runId: row['run_id'], status: row['status'], pid: row['pid'],
  createdAt: row['created_at'], updatedAt: row['updated_at'],
}) as Worker

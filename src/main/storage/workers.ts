import type { WorkerId } from '../../shared/model/ids.ts'
import type { Worker, WorkerStatus } from '../../shared/model/worker.ts'
import type { WorkerStore } from '../ports/workers.ts'
import type { Counts } from './counts.ts'
import { list, ofUser, where, type Row, type Sql } from './statements.ts'

export function createWorkerStore(sql: Sql, counts: Counts): WorkerStore {
  const find: WorkerStore['find'] = (id) => {
    const row = sql.one(`${selected} where workers.id = :id`, { id })
    return row && workerFrom(row)
  }
  return {
    find,
    list(filter, page) {
      const clause = where([
        filter.owner !== undefined && ofUser,
        filter.workspaceId !== undefined && 'workspace_id = :workspaceId',
        filter.status && 'status = :status',
      ])
      return {
        // The page first, then what its runs say: a join over all of them would sort all of them.
        items: sql
          .all(
            `${selectedFrom(`(select * from workers ${clause} order by created_at desc, id desc limit :limit offset :offset)`)} order by workers.created_at desc, workers.id desc`,
            { ...filter, ...page },
          )
          .map(workerFrom),
        total: counts.of(`select count(*) as n from workers ${clause}`, { ...filter }),
      }
    },
    countByStatus(filter) {
      const clause = where([filter.owner !== undefined && ofUser])
      return new Map(
        sql
          .all(`select status, count(*) as n from workers ${clause} group by status`, { ...filter })
          .map((row) => [row['status'] as WorkerStatus, Number(row['n'])]),
      )
    },
    load(filter) {
      const clause = where([filter.owner !== undefined && ofUser, "status in ('running', 'paused')"])
      const row = sql.one(`select coalesce(sum(cpu_percent), 0) as cpu, coalesce(sum(memory_mb), 0) as memory from workers ${clause}`, {
        ...filter,
      })
      return { cpuPercent: rounded(row?.['cpu']), memoryMb: rounded(row?.['memory']) }
    },
    setLoad: (runId, load) =>
      sql.run(
        `
      update workers
      set cpu_percent = :cpuPercent, memory_mb = :memoryMb
      where run_id = :runId and status in ('running', 'paused')`,
        { runId, ...load },
      ) === 1,
    insert: (worker) =>
      void sql.run(
        `
      insert into workers (id, agent_id, run_id, status, pid, created_at, updated_at, owner, workspace_id)
      select :id, :agentId, :runId, :status, :pid, :createdAt, :updatedAt, runs.owner, coalesce(jobs.workspace_id, users.workspace_id, 'default')
      from runs left join jobs on jobs.id = runs.job_id left join users on users.id = runs.owner
      where runs.id = :runId`,
        worker,
      ),
    statusOf: (id) => statusOf(sql, id),
    moveTo(id, from, to, pid, at) {
      const before = statusOf(sql, id)
      const moved = sql.run(
        `
        update workers
        set status = :to, pid = coalesce(:pid, pid), updated_at = :at
        where id = :id and status in (select value from json_each(:from))`,
        { id, from: list(from), to, pid, at },
      )
      return moved === 1 ? before : undefined
    },
  }
}

const statusOf = (sql: Sql, id: WorkerId): WorkerStatus | undefined =>
  sql.one('select status from workers where id = :id', { id })?.['status'] as WorkerStatus | undefined

const selectedFrom = (workers: string): string =>
  `select workers.*, runs.job_id, runs.task_name from ${workers} as workers join runs on runs.id = workers.run_id`

const selected = selectedFrom('workers')

const rounded = (sum: unknown): number => Math.round(Number(sum) * 10) / 10

const workerFrom = (row: Row): Worker =>
  ({
    id: row['id'],
    agentId: row['agent_id'],
    runId: row['run_id'],
    jobId: row['job_id'],
    taskName: row['task_name'],
    workspaceId: row['workspace_id'],
    status: row['status'],
    pid: row['pid'],
    cpuPercent: row['cpu_percent'],
    memoryMb: row['memory_mb'],
    createdAt: row['created_at'],
    updatedAt: row['updated_at'],
  }) as Worker

import { join } from 'node:path'
import { monitorEventLoopDelay } from 'node:perf_hooks'
import { setTimeout as wait } from 'node:timers/promises'
import Database from 'better-sqlite3'
import { startEngine, value } from '../../src/main/app/engine.fixture.ts'
import type { Row } from '../harness.ts'

const runs = 100_000
const looksEveryMs = 1
const idleMs = 6_000

export const deletion: Row = {
  name: 'delete',
  work: `a job with ${runs.toLocaleString('en')} runs and their audit rows is deleted: the longest that anything else had to wait`,
  reference: 'the longest that an idle process had to wait, as busy as the machine is',
  aim: '< 50 ms more',
  reached: (_ratio, { ours, reference }) => ours - reference < 50,
  unit: 'ms',
  rounds: 3,
  prepare(folder) {
    const engine = startEngine(folder)
    return Promise.resolve({
      async ours() {
        const job = value(await engine.client.jobs.create({ name: 'bench' }))
        const task = value(await engine.client.tasks.create({ name: 'bench', command: 'true', jobId: job.id }))
        fillRuns(join(folder, 'yardmaster.db'), task.id)
        return longestWait(async () => value(await engine.client.jobs.delete({ jobId: job.id })))
      },
      reference: () => longestWait(() => wait(idleMs)),
      async close() {
        await engine[Symbol.asyncDispose]()
      },
    })
  },
}

/** How late the event loop was at worst, in milliseconds. It is looked at from a turn before until a turn after. */
async function longestWait(work: () => Promise<unknown>): Promise<number> {
  const delay = monitorEventLoopDelay({ resolution: looksEveryMs })
  delay.enable()
  await wait(looksEveryMs * 10)
  await work()
  await wait(looksEveryMs * 10)
  delay.disable()
  return delay.max / 1e6 - looksEveryMs
}

/** Written past the engine: what is measured is how they go. */
function fillRuns(file: string, taskId: string): void {
  const database = new Database(file)
  database.transaction(() => {
    database
      .prepare(
        `
      with recursive n (i) as (select 1 union all select i + 1 from n where i < :runs)
      insert into runs (id, task_id, job_id, task_name, config, priority, status, reason, attempt, trigger, trace_id, request_id, queued_at, started_at, finished_at, duration_ms)
      select 'run-' || i || '-' || task.id, task.id, task.job_id, task.name, '{}', 3, 'succeeded', 'exit_code', 1, 'api', 't', 'r', task.created_at, task.created_at, task.created_at, 5
      from n, (select * from tasks where id = :taskId) as task`,
      )
      .run({ runs, taskId })
    for (const [from, to] of [
      ['queued', 'starting'],
      ['starting', 'running'],
      ['running', 'succeeded'],
    ]) {
      database
        .prepare(
          `
        insert into transitions (entity, entity_id, "from", "to", reason, actor, request_id, time)
        select 'run', id, :from, :to, 'exit_code', 'agent', 'r', queued_at from runs where task_id = :taskId`,
        )
        .run({ from, to, taskId })
    }
  })()
  database.close()
}

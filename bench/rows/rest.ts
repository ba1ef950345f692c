import { get, Agent } from 'node:http'
import { join } from 'node:path'
import Database from 'better-sqlite3'
import Fastify from 'fastify'
import { startEngine, value } from '../../src/main/app/engine.fixture.ts'
import { serveHttp } from '../../src/main/http/server.ts'
import { perSecond, type Row } from '../harness.ts'

const tasks = 100_000
const runs = 1_000_000
const asked = 2_000
/** More than the engine keeps. */
const pagesTurned = 50
const token = 'bench'

export const listOverRest: Row = {
  name: 'list over REST',
  work: `GET /api/tasks?limit=50, filtered and sorted, ${tasks.toLocaleString('en')} tasks, ${runs.toLocaleString('en')} runs`,
  reference: 'the same framework answering a fixed body of the same size',
  aim: '>= 0.5',
  reached: (ratio) => ratio >= 0.5,
  unit: 'requests/s',
  rounds: 3,
  async prepare(folder) {
    const engine = startEngine(folder)
    const job = value(await engine.client.jobs.create({ name: 'bench' }))
    const task = value(await engine.client.tasks.create({ name: 'first', command: 'true', jobId: job.id }))
    fill(join(folder, 'yardmaster.db'), job.id, task.id)
    const server = await serveHttp({ service: engine.service, token, port: 0, version: '1', log: { info() {}, error() {} } })
    const ours = `http://127.0.0.1:${server.port}/api/tasks?limit=50&enabled=true&sort=name`
    const turning = { perSecond: 0 }
    const body = await fetchText(ours)
    const plain = Fastify()
    plain.get('/', (_request, reply) => reply.type('application/json').send(body))
    const reference = await plain.listen({ port: 0, host: '127.0.0.1' })
    return {
      ours: () => perSecond(asked, () => fetchText(ours)),
      reference: async () => {
        turning.perSecond = await perSecond(asked, (index) => fetchText(`${ours}&offset=${(index % pagesTurned) * 50}`))
        return perSecond(asked, () => fetchText(reference))
      },
      note: () => `a page that was not asked for since the last write: ${Math.round(turning.perSecond)} requests/s`,
      async close() {
        await plain.close()
        await server.close()
        await engine[Symbol.asyncDispose]()
      },
    }
  },
}

/** Written past the engine, because a million runs through the door would take longer than everything that is measured. */
export function fill(file: string, jobId: string, taskId: string): void {
  const database = new Database(file)
  database.pragma('synchronous = off')
  database.transaction(() => {
    database
      .prepare(
        `
      with recursive n (i) as (select 1 union all select i + 1 from n where i < ?)
      insert into tasks (id, job_id, place, name, description, enabled, work_type, parameters, schedule, priority, owner, created_at, updated_at)
      select lower(hex(randomblob(4)) || '-0000-7000-8000-' || printf('%012d', i)), ?, i, 'task ' || i, '', i % 2, 'shell_script', parameters, schedule, 3, owner, created_at, updated_at
      from n, (select * from tasks where id = ?)`,
      )
      .run(tasks, jobId, taskId)
    database
      .prepare(
        `
      with recursive n (i) as (select 0 union all select i + 1 from n where i < ?)
      insert into runs (id, task_id, job_id, task_name, config, priority, status, reason, attempt, trigger, trace_id, request_id, queued_at, started_at, finished_at, duration_ms)
      select 'run-' || i || '-' || k.id, k.id, k.job_id, k.name, '{}', 3, 'succeeded', 'exit_code', 1, 'api', 't', 'r', k.created_at, k.created_at, k.created_at, 5
      from n, tasks k`,
      )
      .run(runs / tasks - 1)
  })()
  database.close()
}

const agent = new Agent({ keepAlive: true })

const fetchText = (url: string): Promise<string> =>
  new Promise((resolve, reject) => {
    get(url, { agent, headers: { authorization: `Bearer ${token}` } }, (response) => {
      let text = ''
      response
        .setEncoding('utf8')
        .on('data', (chunk: string) => {
          text += chunk
        })
        .on('end', () => (response.statusCode === 200 ? resolve(text) : reject(new Error(text))))
    }).on('error', reject)
  })

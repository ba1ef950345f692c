import { spawn } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import Database from 'better-sqlite3'
import { settled, startEngine, value, type TestEngine } from '../../src/main/app/engine.fixture.ts'
import type { Row } from '../harness.ts'
import { withServer } from './programs.ts'

const scheduled = 10_000
const watchedMs = 10_000
/** What a measurement of ten seconds cannot tell apart: two in a hundred of one core. */
const noise = 20

interface Use {
  readonly cpuMsPerSecond: number
  readonly memoryMb: number
}

export const idle: Row = {
  name: 'idle',
  work: `${scheduled.toLocaleString('en')} schedules, nothing due: processor time of the engine in a second`,
  reference: 'an idle Node process',
  aim: `within ${noise} ms/s`,
  reached: (_ratio, { ours, reference }) => ours - reference < noise,
  unit: 'ms/s',
  rounds: 1,
  async prepare(folder) {
    const engine = startEngine(folder)
    await makeScheduled(engine, scheduled, { type: 'calendar', calendar: { frequency: 'monthly', time: '03:00', dayOfMonth: 15 } })
    await engine[Symbol.asyncDispose]()
    const memory: number[] = []
    const use = async (pid: number | undefined): Promise<number> => {
      await wait(5_000)
      const { cpuMsPerSecond, memoryMb } = await useOf(pid ?? 0)
      memory.push(memoryMb)
      return cpuMsPerSecond
    }
    return {
      ours: () =>
        withServer(folder, async (answered, pid) => {
          await answered()
          return use(pid)
        }),
      async reference() {
        const child = spawn(process.execPath, ['-e', 'setInterval(() => {}, 1e6)'], { stdio: 'ignore' })
        try {
          return await use(child.pid)
        } finally {
          child.kill()
        }
      },
      note: () => `memory ${memory.map((mb) => `${Math.round(mb)} MB`).join(' and ')} (reference, ours)`,
    }
  },
}

/** What Linux counts of a process, in hundredths of a second and pages of 4 KiB. */
const usedUntilNow = (pid: number): { cpuMs: number; memoryMb: number } => {
  const fields = readFileSync(`/proc/${pid}/stat`, 'utf8')
    .replace(/^.*\) /s, '')
    .split(' ')
    .map(Number)
  return { cpuMs: ((fields[11] ?? 0) + (fields[12] ?? 0)) * 10, memoryMb: ((fields[21] ?? 0) * 4_096) / 1e6 }
}

async function useOf(pid: number): Promise<Use> {
  const before = usedUntilNow(pid)
  await wait(watchedMs)
  const after = usedUntilNow(pid)
  return { cpuMsPerSecond: (after.cpuMs - before.cpuMs) / (watchedMs / 1_000), memoryMb: after.memoryMb }
}

/** One is made through the door, the others are its copies: what is measured is not how they are made. */
async function makeScheduled(engine: TestEngine, count: number, schedule: object): Promise<void> {
  const task = value(await engine.client.tasks.create({ name: 'scheduled', command: 'true', schedule: schedule as never }))
  const database = new Database(join(engine.folder, 'yardmaster.db'))
  const columns = database
    .prepare<[], { name: string }>("select name from pragma_table_info('tasks') where name not in ('id', 'place')")
    .all()
    .map(({ name }) => name)
    .join(', ')
  database.transaction(() => {
    database
      .prepare(
        `
      with recursive n (i) as (select 2 union all select i + 1 from n where i < :count)
      insert into tasks (id, place, ${columns})
      select printf('%08x-0000-7000-8000-%012d', i, i), i, ${columns} from n, (select * from tasks where id = :id)`,
      )
      .run({ count, id: task.id })
    database
      .prepare(
        'insert into schedules (task_id, next_at) select id, (select next_at from schedules where task_id = :id) from tasks where id <> :id',
      )
      .run({ id: task.id })
  })()
  database.close()
}

const atOnce = 1_000
const soonMs = 1_000

export const scheduleAccuracy: Row = {
  name: 'schedule accuracy',
  work: `${atOnce.toLocaleString('en')} tasks due in the same instant: how late the last but ten of them is queued`,
  reference: '100 ms',
  aim: '< 100 ms',
  reached: (ratio) => ratio < 1,
  unit: 'ms',
  rounds: 3,
  async prepare(folder) {
    const engine = startEngine(folder)
    engine.agent.vanish()
    await makeScheduled(engine, atOnce, { type: 'once', at: new Date(Date.now() + 86_400_000).toISOString() })
    return {
      async ours() {
        const due = new Date(Date.now() + soonMs).toISOString()
        engine.deps.store.transaction(() => {
          for (const taskId of engine.deps.store.schedules.list({}, { limit: atOnce, offset: 0 }).items)
            engine.deps.store.schedules.set(taskId, due)
        })
        engine.deps.replanned.notify()
        return lateness(engine, due)
      },
      reference: () => Promise.resolve(100),
      async close() {
        await engine[Symbol.asyncDispose]()
      },
    }
  },
}

/** Of the committed runs; they are taken away again afterwards. */
async function lateness(engine: TestEngine, due: string): Promise<number> {
  const { store } = engine.deps
  while (store.runs.waitingCount() < atOnce) await wait(1)
  const committedMs = Date.now() - Date.parse(due)
  const database = new Database(join(engine.folder, 'yardmaster.db'), { readonly: true })
  const late = database
    .prepare<[], { at: string }>("select queued_at as at from runs where status = 'queued' order by queued_at")
    .all()
    .map(({ at }) => Date.parse(at) - Date.parse(due))
  database.close()
  await cancelAll(engine)
  // They are one transaction: none of them can be seen before it is committed.
  return Math.max(late[Math.floor(late.length * 0.99)] ?? Number.NaN, committedMs)
}

async function cancelAll({ client, deps }: TestEngine): Promise<void> {
  for (const runId of deps.store.runs.activeOf('all')) value(await client.runs.stop({ runId }))
  await settled()
}

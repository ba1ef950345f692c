import { join } from 'node:path'
import Database from 'better-sqlite3'
import { better, defineQueue } from 'plainjob'
import { began, ended, settled, startEngine, value } from '../../src/main/app/engine.fixture.ts'
import { admit } from '../../src/main/domain/admission.ts'
import type { JobId } from '../../src/shared/model/ids.ts'
import { median, perSecond, type Row } from '../harness.ts'

const many = 3_000
/** As many as may wait at a time, by the usual setting. */
const goals = 100

const silent = { error() {}, warn() {}, info() {}, debug() {} }
const plainQueue = (folder: string) => {
  const database = new Database(join(folder, 'plain.db'))
  return defineQueue({ connection: better(database), logger: silent })
}

/** Calls of so many callers, each of whom waits for an answer before the next; in between whoever reads along has their turn. */
async function calls(times: number, callers: number, call: () => Promise<unknown>): Promise<number> {
  const rounds = times / callers
  const rate = await perSecond(rounds, async (round) => {
    await Promise.all(Array.from({ length: callers }, call))
    if ((round * callers) % readAlongEvery === 0) await settled()
  })
  return rate * callers
}

const callers = 10
const readAlongEvery = 10

export const submit: Row = {
  name: 'submit',
  work: 'ten callers run a task through the door: validated, run, audit row, job status and events, what comes together in one transaction',
  reference: 'plainjob add',
  aim: '>= 0.5',
  reached: (ratio) => ratio >= 0.5,
  unit: '/s',
  rounds: 5,
  async prepare(folder) {
    const queue = plainQueue(folder)
    // No agent is connected, so nothing but the submission is measured.
    const engine = startEngine(folder)
    engine.agent.vanish()
    const job = value(await engine.client.jobs.create({ name: 'bench' }))
    const task = value(await engine.client.tasks.create({ name: 'bench', command: 'true', jobId: job.id }))
    const run = () => engine.client.tasks.run({ taskId: task.id })
    const alone: number[] = []
    return {
      async ours() {
        alone.push(await calls(many, 1, run))
        return calls(many, callers, run)
      },
      reference: () => perSecond(many, () => queue.add('bench', { command: 'true' })),
      note: () => `one caller alone: ${median(alone).toFixed(0)}/s`,
      async close() {
        queue.close()
        await engine[Symbol.asyncDispose]()
      },
    }
  },
}

export const submitGoal: Row = {
  name: 'submit goal',
  work: 'ten callers submit goal jobs through the door: validated, job, its tasks, queue entry, audit rows and events in one transaction',
  reference: 'plainjob add',
  aim: '>= 0.5',
  reached: (ratio) => ratio >= 0.5,
  unit: '/s',
  rounds: 9,
  async prepare(folder) {
    const queue = plainQueue(folder)
    const engine = startEngine(folder)
    engine.agent.vanish()
    return {
      async ours() {
        const jobs: JobId[] = []
        const rate = await calls(goals, callers, async () => jobs.push(value(await engine.client.jobs.create({ goal: 'bench' })).id))
        for (const jobId of jobs) value(await engine.client.jobs.cancel({ jobId }))
        return rate
      },
      reference: () => perSecond(goals, () => queue.add('bench', { goal: 'bench' })),
      async close() {
        queue.close()
        await engine[Symbol.asyncDispose]()
      },
    }
  },
}

export const claimAndSettle: Row = {
  name: 'claim and settle',
  work: 'admission over all limits, start and finish with audit rows, worker and events, without the process',
  reference: 'plainjob claim + done',
  aim: '>= 1.0',
  reached: (ratio) => ratio >= 1,
  unit: '/s',
  rounds: 5,
  async prepare(folder) {
    const queue = plainQueue(folder)
    const engine = startEngine(folder)
    const task = value(await engine.client.tasks.create({ name: 'bench', command: 'true' }))
    value(await engine.client.settings.update({ 'runs.max_parallel': 64 }))
    const fill = async () => {
      engine.agent.vanish()
      for (let index = 0; index < many; index++) await engine.client.tasks.run({ taskId: task.id })
    }
    return {
      async ours() {
        await fill()
        let heard = engine.agent.told.length
        const start = performance.now()
        engine.agent.welcome()
        for (let done = 0; done < many; await new Promise(setImmediate)) {
          const orders = engine.agent.told.slice(heard).flatMap((message) => (message.type === 'start' ? [message.order.runId] : []))
          heard = engine.agent.told.length
          // As over the socket, where what many short runs say arrives together.
          engine.agent.say(...orders.flatMap((runId) => [began(runId), ended(runId)]))
          done += orders.length
        }
        return many / ((performance.now() - start) / 1_000)
      },
      async reference() {
        for (let index = 0; index < many; index++) queue.add('bench', { command: 'true' })
        return perSecond(many, () => {
          const claimed = queue.getAndMarkJobAsProcessing('bench')
          if (claimed) queue.markJobAsDone(claimed.id)
        })
      },
      note: () => `${admit.name} in batches of up to 64`,
      async close() {
        queue.close()
        await engine[Symbol.asyncDispose]()
      },
    }
  },
}

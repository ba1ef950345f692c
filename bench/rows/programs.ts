import { spawn, spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { startEngine, value } from '../../src/main/app/engine.fixture.ts'
import { milliseconds, type Row } from '../harness.ts'
import { fill } from './rest.ts'

const root = join(import.meta.dirname, '..', '..')
const program = (name: string): string => join(root, 'out', 'main', `${name}.js`)

/** `node -e 0`: what nothing at all costs. */
const nothing = (): Promise<number> => milliseconds(() => spawnSync(process.execPath, ['-e', '0']))

export const start: Row = {
  name: 'start',
  work: '`yardmaster serve` to the first answered request, on an empty data folder',
  reference: '`node -e 0`',
  aim: '< 10',
  reached: (ratio) => ratio < 10,
  unit: 'ms',
  rounds: 5,
  prepare(folder) {
    const state = { count: 0 }
    return Promise.resolve({
      async ours() {
        const home = join(folder, String(state.count++))
        mkdirSync(home)
        return withServer(home, async (answered) => milliseconds(answered))
      },
      reference: nothing,
    })
  },
}

export const startFull: Row = {
  name: 'start full',
  work: 'the same with 100,000 tasks and 1,000,000 runs',
  reference: 'the same on an empty data folder',
  aim: '< 1.2',
  reached: (ratio) => ratio < 1.2,
  unit: 'ms',
  rounds: 5,
  async prepare(folder) {
    const homes = { full: join(folder, 'full'), empty: join(folder, 'empty') }
    for (const home of Object.values(homes)) mkdirSync(home)
    const engine = startEngine(homes.full)
    const job = value(await engine.client.jobs.create({ name: 'bench' }))
    const task = value(await engine.client.tasks.create({ name: 'first', command: 'true', jobId: job.id }))
    await engine[Symbol.asyncDispose]()
    fill(join(homes.full, 'yardmaster.db'), job.id, task.id)
    const firstAnswer = (home: string): Promise<number> => withServer(home, async (answered) => milliseconds(answered))
    // Both have been started before: what only a first start does (the sample, the folder) is not compared.
    for (const home of Object.values(homes)) await firstAnswer(home)
    return { ours: () => firstAnswer(homes.full), reference: () => firstAnswer(homes.empty) }
  },
}

export const commandLine: Row = {
  name: 'command line',
  work: '`yardmaster jobs list --json`',
  reference: '`node -e 0`',
  aim: '< 3',
  reached: (ratio) => ratio < 3,
  unit: 'ms',
  rounds: 9,
  async prepare(folder) {
    const running = Promise.withResolvers<void>()
    const server = withServer(folder, async (answered) => {
      await answered()
      await running.promise
    })
    while (!existsSync(join(folder, 'server.json'))) await new Promise((resolve) => setTimeout(resolve, 20))
    return {
      ours: () => milliseconds(() => spawnSync(process.execPath, [program('cli'), '--home', folder, 'jobs', 'list', '--json'])),
      reference: nothing,
      async close() {
        running.resolve()
        await server
      },
    }
  },
}

/** Starts the engine; `answered` resolves when it has answered a request. */
export async function withServer<Value>(
  home: string,
  work: (answered: () => Promise<void>, pid: number | undefined) => Promise<Value>,
): Promise<Value> {
  const child = spawn(process.execPath, [program('serve'), '--home', home, '--port', '0', '--no-open'], { stdio: 'ignore' })
  const ended = new Promise((resolve) => child.once('exit', resolve))
  try {
    return await work(async () => {
      while (!(await answers(home))) await new Promise((resolve) => setTimeout(resolve, 2))
    }, child.pid)
  } finally {
    child.kill('SIGTERM')
    await ended
    endAgent(home)
    rmSync(join(home, 'server.json'), { force: true })
  }
}

async function answers(home: string): Promise<boolean> {
  try {
    const { port } = JSON.parse(readFileSync(join(home, 'server.json'), 'utf8')) as { port: number }
    await fetch(`http://127.0.0.1:${port}/health`)
    return true
  } catch {
    return false
  }
}

function endAgent(home: string): void {
  const file = join(home, 'agent', 'agent.json')
  if (!existsSync(file)) return
  try {
    process.kill((JSON.parse(readFileSync(file, 'utf8')) as { pid: number }).pid, 'SIGTERM')
  } catch {
    // It has ended by itself: a start that is measured may end before its agent is up.
  }
}

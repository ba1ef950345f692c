import { spawn, type ChildProcess } from 'node:child_process'
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { afterAll, beforeAll, expect, inject, test } from 'vitest'
import { createClient, type Client } from '../shared/contract/client.ts'
import { createHttpWire } from '../shared/contract/http-wire.ts'
import { dataFolderPaths, ServerFile } from '../shared/machine/data-folder.ts'
import type { JobId } from '../shared/model/ids.ts'
import { value } from './app/engine.fixture.ts'

/*
 * A true engine with its true agent, killed while goal jobs hold slots and workers were granted: what was held is held
 * after the next start, what had ended is free, and nothing runs twice.
 */

const patience = 120_000
const folder = mkdtempSync(join(tmpdir(), 'yardmaster-killed-'))
const home = join(folder, 'home')
const effects = join(folder, 'effects')
const held: { engine?: ChildProcess } = {}

async function until<Value>(look: () => Value | Promise<Value>, what: string): Promise<NonNullable<Value>> {
  for (const end = Date.now() + patience; Date.now() < end; await wait(50)) {
    const seen = await look()
    if (seen) return seen
  }
  throw new Error(`waited in vain: ${what}`)
}

async function startEngine(): Promise<void> {
  const { server } = dataFolderPaths(home)
  rmSync(server, { force: true })
  held.engine = spawn(process.execPath, [join(inject('programs'), 'serve.js'), '--home', home, '--port', '0', '--no-open'], {
    stdio: 'ignore',
    env: { ...process.env, SHELL: '/bin/sh' },
  })
  await until(
    () =>
      existsSync(server) &&
      client()
        .system.health({})
        .then(
          ({ ok }) => ok,
          () => false,
        ),
    'the engine listens',
  )
}

async function killEngine(): Promise<void> {
  const { engine } = held
  if (!engine || engine.exitCode !== null || engine.signalCode !== null) return
  const gone = new Promise<void>((resolve) => {
    engine.once('exit', () => resolve())
  })
  engine.kill('SIGKILL')
  await gone
}

function client(): Client {
  const { port, token } = ServerFile.parse(JSON.parse(readFileSync(dataFolderPaths(home).server, 'utf8')))
  return createClient(createHttpWire({ baseUrl: `http://127.0.0.1:${port}`, token, fetch: globalThis.fetch }))
}

const written = (): string[] => (existsSync(effects) ? readFileSync(effects, 'utf8').split('\n').filter(Boolean) : [])

/** The most jobs that went on at a time, by what their first and last stages wrote down. */
function mostAtOnce(lines: readonly string[]): number {
  const state = { now: 0, most: 0 }
  for (const line of lines) {
    if (line.endsWith(' begin')) state.now++
    if (line.endsWith(' end')) state.now--
    state.most = Math.max(state.most, state.now)
  }
  return state.most
}

beforeAll(startEngine, patience)
afterAll(async () => {
  if (held.engine?.exitCode === null && held.engine.signalCode === null) {
    held.engine.kill('SIGTERM')
    await until(() => held.engine?.exitCode !== null || held.engine.signalCode !== null, 'the engine ends')
  }
  rmSync(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 })
}, patience)

test(
  'whenever the engine is killed, goal jobs go on within their limits, and what was granted stays granted',
  async () => {
    const note = (what: string): string => `echo {{goal}} ${what} >> '${effects}'`
    value(await client().settings.update({ 'runs.max_parallel': 8, 'runs.share_folder': true }))
    value(
      await client().pipelines.put({
        name: 'killed',
        stages: [
          { stage: 'scaffold', work_type: 'shell_script', parameters: { command: `${note('begin')}; sleep 0.6` } },
          { stage: 'code', work_type: 'shell_script', parameters: { command: `${note('code')}; sleep 0.4` } },
          { stage: 'checks', work_type: 'shell_script', parameters: { command: note('end') } },
        ],
      }),
    )
    const jobs: JobId[] = []
    for (const name of ['one', 'two', 'three', 'four', 'five'])
      jobs.push(value(await client().jobs.create({ goal: name, projectId: 'killed', workingDirectory: { path: folder } })).id)
    const container = value(await client().jobs.create({ name: 'holds workers' })).id
    value(await client().resources.allocate({ jobId: container, depth: 0, workerCount: 3 }))
    const granted = async () =>
      value(await client().resources.allocations({})).allocations.find(({ jobId }) => jobId === container)?.workers
    expect(await granted()).toBe(3)

    const done = async () => {
      const all = await Promise.all(jobs.map(async (jobId) => value(await client().jobs.get({ jobId })).status))
      return all.every((status) => status === 'completed') ? all : undefined
    }
    await until(() => written().length > 0, 'the first one has begun')
    for (let kills = 0; kills < 4 && !(await done()); kills++) {
      // Wherever they are now, and again elsewhere the next time.
      await wait(90 + kills * 170)
      await killEngine()
      await startEngine()
      expect(await granted()).toBe(3)
    }
    await until(done, 'all are done')

    const lines = written()
    expect(lines.toSorted()).toEqual(
      ['one', 'two', 'three', 'four', 'five'].flatMap((name) => [`${name} begin`, `${name} code`, `${name} end`]).toSorted(),
    )
    expect(mostAtOnce(lines)).toBeLessThanOrEqual(2)
    value(await client().jobs.cancel({ jobId: container }))
    expect(await granted()).toBeUndefined()
    // Their slots are free again: the next one starts.
    const next = value(await client().jobs.create({ goal: 'six', projectId: 'killed', workingDirectory: { path: folder } })).id
    await until(async () => value(await client().jobs.get({ jobId: next })).status === 'completed', 'the next one is done')
  },
  patience,
)

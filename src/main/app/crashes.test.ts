import fc from 'fast-check'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import type { Client } from '../../shared/contract/client.ts'
import type { HeldRun, RunEnd } from '../../shared/model/agent.ts'
import type { Failure } from '../../shared/model/failure.ts'
import type { JobId, RunId } from '../../shared/model/ids.ts'
import type { Result } from '../../shared/model/result.ts'
import { hasEnded } from '../../shared/model/run.ts'
import { runMayMove } from '../domain/run.ts'
import type { Store } from '../ports/store.ts'
import { settled, startEngine, value, type TestEngine } from './engine.fixture.ts'

/*
 * The engine dies in the middle of what it does, again and again: just before a commit, which is then lost, or just after
 * one, and what would have followed is lost. The agent lives on, and each next engine finds it there.
 */

class Death extends Error {}

interface Crash {
  readonly afterCommits: number
  readonly committed: boolean
}

/** A store whose process dies at a commit; from then on nothing it does has any effect. */
function mortal(store: Store, { afterCommits, committed }: Crash, died: () => void): Store {
  const state = { left: afterCommits, dead: false, inside: false }
  const die = (): never => {
    state.dead = true
    died()
    throw new Death('the engine has died')
  }
  const outermost = <Value>(work: () => Value): Value => {
    const last = --state.left < 0
    state.inside = true
    try {
      const made = store.transaction(() => {
        const done = work()
        return last && !committed ? die() : done
      })
      return last ? die() : made
    } finally {
      state.inside = false
    }
  }
  return { ...store, transaction: (work) => (state.dead ? die() : state.inside ? work() : outermost(work)) }
}

const never: Crash = { afterCommits: Infinity, committed: true }

/** The agent, as it is seen by one engine after the other: it starts a run once and keeps its end until that is recorded. */
class LastingAgent {
  readonly held = new Map<RunId, HeldRun>()
  readonly starts: RunId[] = []

  obey({ agent }: TestEngine, from: number): number {
    for (const message of agent.told.slice(from)) {
      if (message.type === 'forget') this.held.delete(message.runId)
      if (message.type === 'stop') this.#end(agent, message.runId, { outcome: 'cancelled', reason: 'cancelled_by_user', exitCode: null })
      if (message.type === 'start' && !this.held.has(message.order.runId)) this.#start(agent, message.order.runId)
    }
    return agent.told.length
  }

  /** Everything that runs ends well. */
  finish({ agent }: TestEngine): void {
    for (const { runId, end } of this.held.values()) if (!end) this.#end(agent, runId, {})
  }

  #start(agent: TestEngine['agent'], runId: RunId): void {
    this.starts.push(runId)
    this.held.set(runId, { runId, attempt: 1, state: 'running', pid: 1, startedAt: new Date().toISOString(), log: nothing, end: null })
    agent.begin(runId)
  }

  #end(agent: TestEngine['agent'], runId: RunId, how: Partial<RunEnd>): void {
    const run = this.held.get(runId)
    if (!run || run.end) return
    const end: RunEnd = {
      outcome: 'succeeded',
      reason: 'exit_code',
      exitCode: 0,
      signal: null,
      errorMessage: null,
      startedAt: run.startedAt,
      finishedAt: new Date().toISOString(),
      log: nothing,
      ...how,
    }
    this.held.set(runId, { ...run, state: 'ended', end })
    agent.say({ type: 'ended', runId, end })
  }
}
const nothing = { bytes: 0, lines: 0 }

/** One data folder and the engines that own it, one after the other. */
class Lives implements AsyncDisposable {
  readonly folder = mkdtempSync(join(tmpdir(), 'yardmaster-crashes-'))
  readonly agent = new LastingAgent()
  readonly #crashes: Crash[]
  #engine: TestEngine
  #heard = 0
  #dead = false
  deaths = 0

  constructor(crashes: readonly Crash[]) {
    this.#crashes = [...crashes]
    this.#engine = this.#start(never)
  }

  get engine(): TestEngine {
    return this.#engine
  }

  async begin(): Promise<void> {
    value(await this.#engine.client.settings.update({ 'runs.share_folder': true, 'runs.max_parallel': 20 }))
    value(
      await this.#engine.client.pipelines.put({
        name: 'default',
        stages: (['code', 'checks'] as const).map((stage) => ({ stage, work_type: 'shell_script', parameters: { command: 'true' } })),
      }),
    )
    await this.#next()
  }

  /** Asks until it is answered, always under the same key: done once, whoever died in between. */
  async ask<Value>(key: string, call: (client: Client) => Promise<Result<Value, Failure>>): Promise<Value> {
    for (;;) {
      const answer = await call(this.#engine.as({ idempotencyKey: key }))
      await this.turn()
      if (answer.ok || !['internal', 'storage_failure', 'conflict'].includes(answer.failure.kind)) return value(answer)
    }
  }

  async turn(): Promise<void> {
    for (let n = 0; n < 3; n++) {
      await settled()
      if (this.#dead) await this.#next()
      this.#heard = this.agent.obey(this.#engine, this.#heard)
    }
  }

  /** The last one, which nothing happens to. */
  async rest(): Promise<void> {
    this.#crashes.length = 0
    await this.#next()
    await this.turn()
  }

  #start(crash: Crash): TestEngine {
    this.#dead = false
    this.#heard = 0
    const died = (): void => {
      this.#dead = true
    }
    return startEngine(
      this.folder,
      (error) => {
        if (!(error instanceof Death)) throw error
      },
      (store) => mortal(store, crash, died),
      [...this.agent.held.values()],
    )
  }

  async #next(): Promise<void> {
    await this.#engine[Symbol.asyncDispose]()
    if (this.#dead) this.deaths++
    this.#engine = this.#start(this.#crashes.shift() ?? never)
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#engine[Symbol.asyncDispose]()
    rmSync(this.folder, { recursive: true, force: true })
  }
}

/** A goal of two stages, three tasks in order with workers granted, and a job that is cancelled while it runs. */
async function live(lives: Lives): Promise<Record<'goal' | 'list' | 'unwanted', JobId>> {
  const goal = (await lives.ask('goal', (client) => client.jobs.create({ goal: 'it', workingDirectory: { path: '/tmp' } }))).id
  const list = (await lives.ask('list', (client) => client.jobs.submit({ taskDescription: '- a\n- b\n- c', start: true }))).id
  await lives.ask('grant', (client) => client.resources.allocate({ jobId: list, depth: 0, workerCount: 2 }))
  const unwanted = (await lives.ask('unwanted', (client) => client.jobs.submit({ taskDescription: 'no', start: true }))).id
  await lives.ask('cancel', (client) => client.jobs.cancel({ jobId: unwanted }))
  for (let n = 0; n < 200 && lives.engine.deps.store.runs.activeOf('all').length + lives.engine.deps.store.goals.goingOn() > 0; n++) {
    await lives.turn()
    lives.agent.finish(lives.engine)
  }
  await lives.rest()
  return { goal, list, unwanted }
}

describe('an engine that dies at any commit', () => {
  const crash = fc.record({ afterCommits: fc.integer({ min: 1, max: 10 }), committed: fc.boolean() })

  test('every accepted piece of work ends once, by allowed changes, and nothing is held afterwards', async () => {
    const seen = { deaths: 0 }
    await fc.assert(
      fc.asyncProperty(fc.array(crash, { minLength: 3, maxLength: 14 }), async (crashes) => {
        await using lives = new Lives(crashes)
        await lives.begin()
        const { goal, list, unwanted } = await live(lives)
        seen.deaths += lives.deaths
        const { store, clock } = lives.engine.deps
        expect([goal, list, unwanted].map((id) => store.jobs.find(id)?.status)).toEqual(['completed', 'completed', 'cancelled'])
        const runs = store.runs.list({}, { limit: 100, offset: 0 }).items
        expect(runs).toHaveLength(6)
        expect(new Set(runs.map((run) => run.taskId)).size).toBe(6)
        expect(new Set(lives.agent.starts).size).toBe(lives.agent.starts.length)
        for (const run of runs) {
          const way = store.audit
            .of('run', run.id, { limit: 100, offset: 0 })
            .items.map((one) => ({ from: one.from, to: one.to }))
            .reverse()
          expect(way[0]).toEqual({ from: null, to: 'queued' })
          for (const [index, { from, to }] of way.slice(1).entries()) {
            expect(from).toBe(way[index]!.to)
            expect(runMayMove(from as 'queued', to as 'queued')).toBe(true)
          }
          expect(hasEnded(run.status) && way.at(-1)!.to === run.status).toBe(true)
        }
        expect(store.leases.held(clock.now())).toEqual([])
        expect(store.allocations.byJob('all_jobs')).toEqual([])
        expect(
          store.workers.list({}, { limit: 100, offset: 0 }).items.filter(({ status }) => ['idle', 'running', 'paused'].includes(status)),
        ).toEqual([])
        expect(lives.agent.held.size).toBe(0)
      }),
      { numRuns: 12 },
    )
    expect(seen.deaths).toBeGreaterThan(20)
  }, 120_000)
})

import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import type { JobId } from '../../../shared/model/ids.ts'
import { localUser } from '../../../shared/model/user.ts'
import { discard, settled, startEngine, value, type TestEngine } from '../engine.fixture.ts'

const hour = 3_600_000
const bob = { actor: 'bob', user: { ...localUser, id: 'bob', tier: 'bootstrapper', local: false } } as const

describe('goal jobs and the time', () => {
  let engine: TestEngine
  beforeEach(async () => {
    vi.useFakeTimers({ toFake: ['Date', 'setTimeout', 'clearTimeout'], now: Date.parse('2026-11-25T20:00:00.000Z') })
    engine = startEngine()
    value(await engine.client.settings.update({ 'runs.share_folder': true, 'runs.max_parallel': 20 }))
    value(
      await engine.client.pipelines.put({
        name: 'default',
        stages: [{ stage: 'checks', work_type: 'shell_script', parameters: { command: 'true' } }],
      }),
    )
  })
  afterEach(async () => {
    await engine[Symbol.asyncDispose]()
    discard(engine)
    vi.useRealTimers()
  })

  const submit = async (): Promise<JobId> => value(await engine.as(bob).jobs.create({ goal: 'it', workingDirectory: { path: '/tmp' } })).id
  const job = async (jobId: JobId) => value(await engine.client.jobs.get({ jobId }))
  const statuses = async (ids: readonly JobId[]) => Promise.all(ids.map(async (id) => (await job(id)).status))
  const pass = async (ms: number) => {
    for (let n = 0; n < 3; n++) await settled()
    await vi.advanceTimersByTimeAsync(ms)
    for (let n = 0; n < 3; n++) await settled()
  }
  /** The computer sleeps, and wakes up. */
  const sleep = async (ms: number) => {
    vi.setSystemTime(Date.now() + ms)
    await pass(61_000)
  }
  const closedFor = async (ms: number) => {
    await engine[Symbol.asyncDispose]()
    vi.setSystemTime(Date.now() + ms)
    engine = startEngine(engine.folder)
    await pass(0)
  }

  test('what was scheduled is promoted after midnight, counted for the new day, and rolled on when that is full', async () => {
    const ids: JobId[] = []
    for (let n = 0; n < 12; n++) ids.push(await submit())
    expect((await statuses(ids)).filter((status) => status === 'scheduled')).toHaveLength(7)
    await sleep(3.9 * hour)
    expect((await statuses(ids)).filter((status) => status === 'scheduled')).toHaveLength(7)
    await sleep(1.2 * hour)
    expect((await statuses(ids)).filter((status) => status === 'scheduled')).toHaveLength(2)
    expect(value(await engine.as(bob).usage.get({}))).toMatchObject({ jobsUsed: 5, jobsRemaining: 0 })
    await sleep(25 * hour)
    expect((await statuses(ids)).filter((status) => status === 'scheduled')).toHaveLength(0)
  })

  test('a computer that was off at midnight promotes when it is on again', async () => {
    const ids: JobId[] = []
    for (let n = 0; n < 6; n++) ids.push(await submit())
    expect((await job(ids[5]!)).status).toBe('scheduled')
    await closedFor(40 * hour)
    expect(['queued', 'in_progress']).toContain((await job(ids[5]!)).status)
    expect((await job(ids[5]!)).transitions.map((one) => one.reason)).toContain('promoted')
  })

  const fail = async () => {
    await pass(0)
    const run = engine.agent.started().at(-1)!
    engine.agent.begin(run)
    engine.agent.end(run, { outcome: 'failed', exitCode: 1 })
    await pass(0)
  }

  test('whoever does not confirm within 24 hours finds the job failed', async () => {
    const id = await submit()
    await fail()
    await fail()
    expect((await job(id)).status).toBe('awaiting_confirmation')
    await sleep(23.9 * hour)
    expect((await job(id)).status).toBe('awaiting_confirmation')
    await sleep(0.2 * hour)
    expect(await job(id)).toMatchObject({ status: 'failed', stage: 'failed', error: 'Nobody confirmed it within 24 hours' })
  })

  test('the slots of jobs that go on outlive a restart and their time, and are free when the jobs have ended', async () => {
    const ids = [await submit(), await submit(), await submit()]
    await pass(0)
    expect(await statuses(ids)).toEqual(['in_progress', 'in_progress', 'queued'])
    await sleep(3 * hour)
    await pass(2 * hour)
    expect(await statuses(ids)).toEqual(['in_progress', 'in_progress', 'queued'])
    await closedFor(2 * hour)
    expect((await job(ids[2]!)).status).toBe('queued')
    value(await engine.client.jobs.cancel({ jobId: ids[0]! }))
    await pass(0)
    expect((await job(ids[2]!)).status).toBe('in_progress')
  })
})

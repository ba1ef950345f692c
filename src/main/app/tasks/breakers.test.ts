import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import type { TaskId } from '../../../shared/model/ids.ts'
import { discard, refusal, settled, startEngine, value, type TestEngine } from '../engine.fixture.ts'

const minute = 60_000

describe('what keeps a task from starting by itself', () => {
  let engine: TestEngine
  beforeEach(() => {
    vi.useFakeTimers({ toFake: ['Date', 'setTimeout', 'clearTimeout'], now: Date.parse('2026-11-24T12:00:00.000Z') })
    engine = startEngine()
  })
  afterEach(async () => {
    await engine[Symbol.asyncDispose]()
    discard(engine)
    vi.useRealTimers()
  })

  const timed = async (fields: object = {}): Promise<TaskId> =>
    value(
      await engine.client.tasks.create({
        name: 'Timed',
        command: 'false',
        schedule: { type: 'cron', cron: '* * * * *', timezone: 'UTC' },
        ...fields,
      }),
    ).id
  const get = async (taskId: TaskId) => value(await engine.client.tasks.get({ taskId }))
  const ticks = async (taskId: TaskId) =>
    value(await engine.client.ticks.list({ taskId })).ticks.map(({ dueAt, outcome, reason }) => [dueAt.slice(11, 16), outcome, reason])
  const pass = async (ms: number) => {
    await settled()
    await vi.advanceTimersByTimeAsync(ms)
    await settled()
  }
  const endAll = async (taskId: TaskId, outcome: 'succeeded' | 'failed') => {
    for (const run of value(await engine.client.runs.list({ taskId })).runs) {
      if (run.status !== 'starting') continue
      engine.agent.begin(run.id)
      engine.agent.end(run.id, { outcome, exitCode: outcome === 'failed' ? 1 : 0 })
    }
    await settled()
  }
  const failOnce = async (taskId: TaskId) => {
    await pass(minute)
    await endAll(taskId, 'failed')
  }

  test('so many failures in a row open its breaker: its ticks say so, and closing it lets it start again', async () => {
    const id = await timed({ stopAfterFailures: 2 })
    await failOnce(id)
    expect((await get(id)).breaker).toBeNull()
    await failOnce(id)
    expect(await get(id)).toMatchObject({ breaker: { failures: 2, openSince: '2026-11-24T12:02:00.000Z' }, nextFireAt: null })
    expect(value(await engine.client.system.summary({})).nextFireAt).toBeNull()
    await pass(minute)
    expect((await ticks(id))[0]).toEqual([
      '12:03',
      'skipped',
      'The task failed 2 times in a row; it does not start by itself until its breaker is closed',
    ])
    expect(value(await engine.client.schedules.list({})).schedules[0]?.fires).toEqual([])
    expect(value(await engine.client.tasks.closeBreaker({ taskId: id }))).toMatchObject({
      breaker: null,
      nextFireAt: '2026-11-24T12:04:00.000Z',
    })
    await pass(minute)
    expect((await ticks(id))[0]).toEqual(['12:04', 'started', null])
  })

  test('a success in between begins the count anew, and a success by hand closes the breaker', async () => {
    const id = await timed({ stopAfterFailures: 2 })
    await failOnce(id)
    await pass(minute)
    await endAll(id, 'succeeded')
    await failOnce(id)
    expect((await get(id)).breaker).toBeNull()
    await failOnce(id)
    expect((await get(id)).breaker).not.toBeNull()
    await engine.client.tasks.run({ taskId: id })
    await settled()
    await endAll(id, 'succeeded')
    expect((await get(id)).breaker).toBeNull()
  })

  test('attempts of one run are one failure; a task that nothing starts by itself has no breaker; 0 is never', async () => {
    const retried = await timed({ stopAfterFailures: 2, retry: { maxAttempts: 2, delayMs: 1_000 } })
    const byHand = await timed({ stopAfterFailures: 1, schedule: { type: 'manual' } })
    const never = await timed({ stopAfterFailures: 0 })
    await failOnce(retried)
    await pass(1_000)
    await endAll(retried, 'failed')
    expect((await get(retried)).breaker).toBeNull()
    await engine.client.tasks.run({ taskId: byHand })
    await settled()
    await endAll(byHand, 'failed')
    expect((await get(byHand)).breaker).toBeNull()
    for (let time = 0; time < 12; time++) await failOnce(never)
    expect((await get(never)).breaker).toBeNull()
  })

  test('nothing starts by itself in a blackout; by hand it does', async () => {
    value(await engine.client.settings.update({ 'schedules.blackouts': [{ from: '12:01', to: '12:02', timezone: 'UTC' }] }))
    const id = await timed()
    await pass(2 * minute)
    expect(await ticks(id)).toEqual([
      ['12:02', 'started', null],
      ['12:01', 'skipped', 'Nothing starts by itself from 12:01 to 12:02 (UTC): that is a blackout'],
    ])
    const owned = await timed({ blackouts: [{ from: '12:03', to: '12:05', days: [2], timezone: 'UTC' }] })
    await pass(minute)
    expect(await ticks(owned)).toEqual([
      ['12:03', 'skipped', 'The task does not start by itself from 12:03 to 12:05 (UTC): that is a blackout of its own'],
    ])
    expect(value(await engine.client.tasks.run({ taskId: owned })).trigger).toBe('api')
    value(await engine.client.tasks.update({ taskId: owned, blackouts: [] }))
    expect(refusal(await engine.client.tasks.update({ taskId: owned, blackouts: [{ from: '12:03', to: 'noon' }] }))).toMatchObject({
      kind: 'validation',
    })
    expect(refusal(await engine.client.settings.update({ 'schedules.blackouts': [{ from: '25:00', to: '12:02' }] }))).toMatchObject({
      kind: 'validation',
    })
  })

  test('nothing more starts by itself while too many runs wait', async () => {
    engine.agent.vanish()
    value(await engine.client.settings.update({ 'schedules.most_waiting': 1 }))
    const ids = [await timed(), await timed()]
    await pass(minute)
    const outcomes = (await Promise.all(ids.map(ticks))).flat()
    expect(outcomes.map(([, outcome]) => outcome).sort()).toEqual(['skipped', 'started'])
    expect(outcomes.find(([, outcome]) => outcome === 'skipped')?.[2]).toBe('No capacity: 1 runs wait already')
  })
})

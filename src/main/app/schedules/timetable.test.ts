import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import type { TaskId } from '../../../shared/model/ids.ts'
import type { Schedule } from '../../../shared/model/schedule.ts'
import { openDatabase } from '../../storage/database.ts'
import { discard, refusal, settled, startEngine, value, type TestEngine } from '../engine.fixture.ts'

const start = Date.parse('2026-11-24T12:00:00.000Z')
const minute = 60_000

describe('tasks that start by time', () => {
  let engine: TestEngine
  beforeEach(() => {
    vi.useFakeTimers({ toFake: ['Date', 'setTimeout', 'clearTimeout'], now: start })
    engine = startEngine()
  })
  afterEach(async () => {
    await engine[Symbol.asyncDispose]()
    discard(engine)
    vi.useRealTimers()
  })

  const task = async (schedule: Schedule, fields: object = {}): Promise<TaskId> =>
    value(await engine.client.tasks.create({ name: 'Timed', command: 'true', schedule, ...fields })).id
  const runs = async (taskId: TaskId) => value(await engine.client.runs.list({ taskId, limit: 500 })).runs
  const ticks = async (taskId: TaskId) =>
    value(await engine.client.ticks.list({ taskId, limit: 500 })).ticks.map(({ dueAt, outcome, reason }) => [
      dueAt.slice(11, 19),
      outcome,
      reason,
    ])
  const pass = async (ms: number) => {
    await settled()
    await vi.advanceTimersByTimeAsync(ms)
    await settled()
  }
  /** The app is closed for a while. */
  const closedFor = async (ms: number) => {
    await engine[Symbol.asyncDispose]()
    vi.setSystemTime(Date.now() + ms)
    engine = startEngine(engine.folder)
    await settled()
  }
  const endAll = async (taskId: TaskId) => {
    await settled()
    for (const run of await runs(taskId))
      if (run.status === 'starting') {
        engine.agent.begin(run.id)
        engine.agent.end(run.id)
      }
    await settled()
  }

  test('an interval starts it one interval after saving, and again', async () => {
    const id = await task({ type: 'interval', everyMs: 10 * minute })
    expect(value(await engine.client.tasks.get({ taskId: id })).nextFireAt).toBe('2026-11-24T12:10:00.000Z')
    await pass(9 * minute)
    expect(await runs(id)).toEqual([])
    await pass(minute)
    expect(await runs(id)).toMatchObject([{ trigger: 'schedule', status: 'starting' }])
    await endAll(id)
    await pass(10 * minute)
    expect(await ticks(id)).toEqual([
      ['12:20:00', 'started', null],
      ['12:10:00', 'started', null],
    ])
  })

  test('the timeline says what became of each quarter of an hour, and when it fires next', async () => {
    const often = await task({ type: 'interval', everyMs: 5 * minute }, { name: 'Often' })
    await task({ type: 'interval', everyMs: minute }, { name: 'All the time', enabled: false })
    await pass(5 * minute)
    const [failing] = await runs(often)
    if (!failing) throw new Error('nothing was started')
    engine.agent.begin(failing.id)
    engine.agent.end(failing.id, { outcome: 'failed', exitCode: 7 })
    await pass(11 * minute)
    const timeline = value(await engine.client.schedules.timeline({ hours: 1, q: 'Often' }))
    expect(timeline).toMatchObject({
      total: 1,
      since: '2026-11-24T11:16:00.000Z',
      until: '2026-11-24T13:16:00.000Z',
      rows: [
        {
          taskId: often,
          name: 'Often',
          words: 'Every 5 minutes',
          goesOn: false,
          past: [
            { at: '2026-11-24T12:10:00.000Z', outcome: 'started', count: 2, failed: 1 },
            { at: '2026-11-24T12:15:00.000Z', outcome: 'skipped', count: 1, failed: 0, runId: null, reason: 'The task was still running' },
          ],
        },
      ],
    })
    expect(timeline.rows[0]?.next).toHaveLength(12)
    const disabled = value(await engine.client.schedules.timeline({ q: 'all the' })).rows[0]
    expect(disabled).toMatchObject({ enabled: false, next: [], past: [{ outcome: 'skipped', count: 14 }, { count: 2 }] })
  })

  test('what is due while it still runs is skipped, and says so', async () => {
    const id = await task({ type: 'cron', cron: '* * * * *', timezone: 'UTC' })
    await pass(2 * minute)
    expect(await ticks(id)).toEqual([
      ['12:02:00', 'skipped', 'The task was still running'],
      ['12:01:00', 'started', null],
    ])
  })

  test('a disabled task leaves ticks and no runs, and has no next fire', async () => {
    const id = await task({ type: 'interval', everyMs: minute }, { enabled: false })
    await pass(minute)
    expect(await ticks(id)).toEqual([['12:01:00', 'skipped', 'The task is disabled']])
    expect(value(await engine.client.tasks.get({ taskId: id })).nextFireAt).toBeNull()
  })

  test('a changed schedule counts from its saving; another change leaves it alone; manual ends it', async () => {
    const id = await task({ type: 'interval', everyMs: 10 * minute })
    await pass(5 * minute)
    await engine.client.tasks.update({ taskId: id, name: 'Renamed', schedule: { type: 'interval', everyMs: 10 * minute } })
    const next = async () => value(await engine.client.tasks.get({ taskId: id })).nextFireAt?.slice(11, 16)
    expect(await next()).toBe('12:10')
    await engine.client.tasks.update({ taskId: id, schedule: { type: 'interval', everyMs: 20 * minute } })
    expect(await next()).toBe('12:25')
    await engine.client.tasks.update({ taskId: id, schedule: { type: 'manual' } })
    await pass(60 * minute)
    expect(await ticks(id)).toEqual([])
  })

  test('once is once', async () => {
    const id = await task({ type: 'once', at: '2026-11-24T12:00:30.500Z' })
    await pass(5 * minute)
    expect(await ticks(id)).toEqual([['12:00:30', 'started', null]])
  })

  test.each<[string, Schedule, number, string[]]>([
    ['skip', { type: 'interval', everyMs: 10 * minute }, 0, ['missed', 'missed', 'missed']],
    ['once', { type: 'interval', everyMs: 10 * minute, missed: { policy: 'once' } }, 1, ['started', 'missed', 'missed']],
    ['all', { type: 'interval', everyMs: 10 * minute, missed: { policy: 'all' } }, 3, ['started', 'started', 'started']],
    ['at most two', { type: 'interval', everyMs: 10 * minute, missed: { policy: 'all', maxRuns: 2 } }, 2, ['started', 'started', 'missed']],
    [
      'not too old',
      { type: 'interval', everyMs: 10 * minute, missed: { policy: 'all', maxAgeMs: 10 * minute } },
      1,
      ['started', 'missed', 'missed'],
    ],
  ])('missed while the app was closed: %s', async (_name, schedule, count, outcomes) => {
    const id = await task(schedule)
    await closedFor(35 * minute)
    expect((await ticks(id)).map(([, outcome]) => outcome)).toEqual(outcomes)
    expect((await ticks(id)).filter(([, outcome, reason]) => outcome === 'missed' && !reason)).toEqual([])
    expect((await runs(id)).map((run) => run.trigger)).toEqual(Array.from({ length: count }, () => 'catch_up'))
    for (let n = 0; n < 2; n++) await endAll(id)
    await pass(5 * minute)
    expect((await ticks(id))[0]).toEqual(['12:40:00', 'started', null])
  })

  test('a task that starts with the app starts at the next true start only', async () => {
    const id = await task({ type: 'startup' })
    engine.agent.vanish()
    engine.agent.welcome()
    await pass(minute)
    expect(await runs(id)).toEqual([])
    await closedFor(minute)
    expect(await runs(id)).toMatchObject([{ trigger: 'schedule' }])
  })

  test('a schedule that cannot be computed is refused, and names the field', async () => {
    expect(
      refusal(await engine.client.tasks.create({ name: 'x', command: 'true', schedule: { type: 'cron', cron: '99 * * * *' } })),
    ).toMatchObject({ kind: 'validation', problems: [{ path: 'schedule.cron' }] })
    const id = await task({ type: 'manual' })
    expect(
      refusal(await engine.client.tasks.update({ taskId: id, schedule: { type: 'once', at: '2020-01-01T00:00:00.000Z' } })),
    ).toMatchObject({ problems: [{ path: 'schedule.at' }] })
    expect(refusal(await engine.client.schedules.preview({ schedule: { type: 'cron', cron: '0 0 31 2 *' } }))).toMatchObject({
      problems: [{ path: 'schedule.cron' }],
    })
  })

  test('one that was saved otherwise never stops the app from starting', async () => {
    const bad = await task({ type: 'cron', cron: '* * * * *' })
    const good = await task({ type: 'interval', everyMs: minute })
    await engine[Symbol.asyncDispose]()
    const database = openDatabase(join(engine.folder, 'yardmaster.db'), join(engine.folder, 'backups'))
    database.prepare('update tasks set schedule = ? where id = ?').run('{"type":"cron","cron":"nonsense"}', bad)
    database.close()
    vi.setSystemTime(start + minute)
    const complaints: unknown[] = []
    engine = startEngine(engine.folder, (_error, message) => complaints.push(message))
    await settled()
    expect(complaints).toEqual([expect.stringContaining(bad)])
    expect(await runs(good)).toMatchObject([{ trigger: 'schedule' }])
  })

  test('a preview says instants and words', async () => {
    const { words, fires } = value(
      await engine.client.schedules.preview({ schedule: { type: 'cron', cron: '30 9 * * 1-5', timezone: 'Europe/Amsterdam' }, count: 2 }),
    )
    expect(words).toBe('At 09:30, Monday through Friday, Europe/Amsterdam')
    expect(fires).toEqual([
      { at: '2026-11-25T08:30:00.000Z', words: 'Wed 25 Nov 2026, 09:30 CET' },
      { at: '2026-11-26T08:30:00.000Z', words: 'Thu 26 Nov 2026, 09:30 CET' },
    ])
  })

  test('what starts by itself is listed, the nearest first', async () => {
    const later = await task({ type: 'interval', everyMs: 10 * minute })
    const sooner = await task({ type: 'interval', everyMs: minute })
    const watching = await task({ type: 'startup' })
    await task({ type: 'manual' })
    const listed = value(await engine.client.schedules.list({ count: 2 }))
    expect(listed.schedules.map((one) => [one.taskId, one.fires.length])).toEqual([
      [sooner, 2],
      [later, 2],
      [watching, 0],
    ])
    expect(value(await engine.client.system.summary({})).nextFireAt).toBe('2026-11-24T12:01:00.000Z')
    value(await engine.client.tasks.disable({ taskId: sooner }))
    const upcoming = value(await engine.client.schedules.list({ upcoming: true, limit: 1 }))
    expect([upcoming.total, upcoming.schedules.map((one) => one.taskId)]).toEqual([1, [later]])
  })

  test('a thousand tasks due in the same second are queued at once', async () => {
    const at = new Date(start + minute).toISOString()
    for (let n = 0; n < 1_000; n++) await task({ type: 'once', at }, { name: `task ${n}` })
    await pass(minute)
    expect(value(await engine.client.runs.list({ limit: 1 })).total).toBe(1_000)
    expect(value(await engine.client.ticks.list({ limit: 1 })).total).toBe(1_000)
  })
})

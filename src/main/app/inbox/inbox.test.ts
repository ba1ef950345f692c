import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import type { RunEnd } from '../../../shared/model/agent.ts'
import type { TaskId } from '../../../shared/model/ids.ts'
import { localUser } from '../../../shared/model/user.ts'
import { discard, settled, startEngine, value, type TestEngine } from '../engine.fixture.ts'

describe('the inbox', () => {
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

  const newTask = async (fields: object = {}): Promise<TaskId> =>
    value(await engine.client.tasks.create({ name: 'Lint', command: 'true', ...fields })).id
  const inbox = async (asked: Parameters<TestEngine['client']['inbox']['list']>[0] = {}) => value(await engine.client.inbox.list(asked))
  const titles = async () => (await inbox()).notices.map(({ kind, title }) => [kind, title]).toReversed()
  const pass = async (ms: number) => {
    await settled()
    await vi.advanceTimersByTimeAsync(ms)
    await settled()
  }
  const run = async (taskId: TaskId, end: Partial<RunEnd> = {}) => {
    const { id } = value(await engine.client.tasks.run({ taskId }))
    await settled()
    engine.agent.begin(id)
    engine.agent.end(id, end)
    await settled()
    return id
  }
  const failed = { outcome: 'failed', reason: 'exit_code', exitCode: 7 } as const

  test('tells of failures and of getting well, once each, with the run they are about', async () => {
    const taskId = await newTask()
    await run(taskId)
    const first = await run(taskId, failed)
    await run(taskId, failed)
    await run(taskId)
    await run(taskId)
    expect(await titles()).toEqual([
      ['first_failure', 'Lint has failed'],
      ['failure', 'Lint has failed again'],
      ['recovered', 'Lint is well again'],
    ])
    const { notices, unread } = await inbox()
    expect(unread).toBe(3)
    expect(notices.at(-1)).toMatchObject({ runId: first, taskId, body: 'Exit code 7', readAt: null, createdAt: '2026-11-24T12:00:00.000Z' })
    const { events } = value(await engine.client.events.list({ limit: 500 }))
    expect(events.filter(({ type }) => type === 'notice.created')).toHaveLength(3)
  })

  test('is read one by one or as a whole; what came meanwhile stays unread', async () => {
    const taskId = await newTask()
    for (let time = 0; time < 3; time++) await run(taskId, failed)
    const [newest, , oldest] = (await inbox()).notices
    expect(value(await engine.client.inbox.read({ noticeId: oldest!.id })).readAt).not.toBeNull()
    expect(await inbox({ unread: true })).toMatchObject({ total: 2, unread: 2 })
    expect(value(await engine.client.inbox.readAll({ until: newest!.seq - 1 }))).toEqual({ read: 1 })
    expect(value(await engine.client.system.summary({})).unread).toBe(1)
    expect(value(await engine.client.inbox.readAll({}))).toEqual({ read: 1 })
    expect(await inbox({ after: oldest!.seq })).toMatchObject({ total: 2, unread: 0 })
  })

  test('tells only of the last attempt, and of a task that stopped by itself', async () => {
    const taskId = await newTask({
      schedule: { type: 'interval', everyMs: 3_600_000 },
      stopAfterFailures: 1,
      retry: { maxAttempts: 2, delayMs: 1_000 },
    })
    await run(taskId, failed)
    expect(await titles()).toEqual([])
    await pass(1_000)
    const second = engine.agent.started()[1]!
    engine.agent.begin(second)
    engine.agent.end(second, failed)
    await settled()
    expect(await titles()).toEqual(
      expect.arrayContaining([
        ['first_failure', 'Lint has failed'],
        ['stopped', 'Lint no longer starts by itself'],
      ]),
    )
  })

  test('tells of what was missed while the app was closed, and not again at the next start', async () => {
    await newTask({ schedule: { type: 'interval', everyMs: 60_000 } })
    for (const awayMs of [600_000, 1_000]) {
      await engine[Symbol.asyncDispose]()
      vi.setSystemTime(Date.now() + awayMs)
      engine = startEngine(engine.folder)
      await settled()
    }
    expect(await inbox()).toMatchObject({
      total: 1,
      notices: [
        {
          kind: 'missed',
          title: 'Lint was missed',
          body: expect.stringMatching(/^Last due at 2026-11-24T12:09:00.000Z\. Missed while/) as unknown,
        },
      ],
    })
  })

  test('tells of the money of a day by the run that goes over it', async () => {
    value(await engine.client.settings.update({ 'spend.per_day_usd': 1 }))
    const taskId = await newTask({ command: undefined, prompt: 'Mend it' })
    const agentResult = {
      costUsd: 0.6,
      turns: 1,
      inputTokens: 1,
      outputTokens: 1,
      sessionId: null,
      rateLimitedUntil: null,
    } as unknown as NonNullable<RunEnd['agentResult']>
    await run(taskId, { agentResult })
    expect(await titles()).toEqual([])
    await run(taskId, { agentResult })
    expect(await titles()).toEqual([['budget', 'Yardmaster has spent its $1.00 of today']])
  })

  test('shows a user what is about their own rows only', async () => {
    const ada = { actor: 'ada', user: { ...localUser, id: 'ada', local: false } }
    const theirs = value(await engine.as(ada).tasks.create({ name: 'Hers', command: 'true' }))
    await run(theirs.id, failed)
    await run(await newTask(), failed)
    expect(value(await engine.as(ada).inbox.list({}))).toMatchObject({ total: 1, unread: 1, notices: [{ title: 'Hers has failed' }] })
    const [mine] = (await inbox()).notices
    expect(await engine.as(ada).inbox.read({ noticeId: mine!.id })).toMatchObject({ ok: false, failure: { kind: 'not_found' } })
    expect(value(await engine.as(ada).inbox.readAll({}))).toEqual({ read: 1 })
    expect((await inbox()).unread).toBe(1)
  })
})

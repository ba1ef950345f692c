import { afterEach, beforeEach, expect, test } from 'vitest'
import type { RunId, TaskId } from '../../../shared/model/ids.ts'
import { openDatabase } from '../../storage/database.ts'
import { discard, settled, startEngine, value, type TestEngine } from '../engine.fixture.ts'

let engine: TestEngine
beforeEach(() => {
  engine = startEngine()
})
afterEach(async () => {
  await engine[Symbol.asyncDispose]()
  discard(engine)
})

const newTask = async (name: string): Promise<TaskId> => value(await engine.client.tasks.create({ name, command: 'true' })).id

async function ranOnce(taskId: TaskId, bytes = 0): Promise<RunId> {
  const { id } = value(await engine.client.tasks.run({ taskId }))
  await settled()
  engine.agent.begin(id)
  engine.agent.end(id, { log: { bytes, lines: 1 } })
  await settled()
  return id
}

/** As if they had ended so many days ago. */
function age(days: Readonly<Record<string, number>>): void {
  const database = openDatabase(`${engine.folder}/yardmaster.db`, `${engine.folder}/backups`)
  for (const [id, ago] of Object.entries(days))
    database.prepare('update runs set finished_at = ? where id = ?').run(new Date(Date.now() - ago * 86_400_000).toISOString(), id)
  database.close()
}

const left = async () =>
  value(await engine.client.runs.list({}))
    .runs.map((run) => run.id)
    .toReversed()

test('by age, old runs go with their audit rows, but for the newest of each task and pinned ones; the preview says the same before', async () => {
  const taskId = await newTask('often')
  const seldom = await ranOnce(await newTask('seldom'))
  const runs = [await ranOnce(taskId, 10), await ranOnce(taskId, 20), await ranOnce(taskId, 30), await ranOnce(taskId, 40)] as const
  age({ [seldom]: 400, [runs[0]]: 100, [runs[1]]: 90, [runs[2]]: 80, [runs[3]]: 3 })
  expect(value(await engine.client.runs.pin({ runId: runs[1] }))).toMatchObject({ pinned: true })
  value(await engine.client.settings.update({ 'retention.age_days': 30 }))
  const nothing = value(await engine.client.retention.preview({ ageDays: null }))
  expect(nothing).toMatchObject({ runs: 0, pinned: 1, oldestEnd: null })
  const told = value(await engine.client.retention.preview({}))
  expect(told).toMatchObject({ runs: 2, byAge: 2, byCount: 0, bySize: 0, logBytes: 40, pinned: 1 })
  expect(value(await engine.client.retention.apply({}))).toMatchObject({ runs: 2, logBytes: 40 })
  expect(await left()).toEqual([seldom, runs[1], runs[3]])
  expect(value(await engine.client.events.list({ limit: 500 })).events.at(-1)).toMatchObject({ type: 'runs.pruned' })
  value(await engine.client.runs.unpin({ runId: runs[1] }))
  expect(value(await engine.client.retention.apply({}))).toMatchObject({ runs: 1, logBytes: 20 })
})

test('by number, the newest of each task stay; by size, the oldest logs go until the rest fits', async () => {
  const [one, other] = [await newTask('one'), await newTask('other')]
  const a = [await ranOnce(one, 100), await ranOnce(one, 100), await ranOnce(one, 100)] as const
  const b = [await ranOnce(other, 1_000), await ranOnce(other, 0), await ranOnce(other, 500), await ranOnce(other, 10)] as const
  expect(value(await engine.client.retention.preview({ runsPerTask: 3 }))).toMatchObject({ runs: 1, byCount: 1, logBytes: 1_000 })
  expect(value(await engine.client.retention.preview({ logBytes: 710 }))).toMatchObject({ runs: 3, bySize: 3, logBytes: 1_200 })
  expect(value(await engine.client.retention.preview({ runsPerTask: 3, logBytes: 710 }))).toMatchObject({
    runs: 2,
    byCount: 1,
    bySize: 1,
    logBytes: 1_100,
  })
  value(await engine.client.settings.update({ 'retention.runs_per_task': 3, 'retention.log_bytes': 710 }))
  expect(value(await engine.client.retention.apply({}))).toMatchObject({ runs: 2, logBytes: 1_100 })
  expect(await left()).toEqual([a[1], a[2], b[1], b[2], b[3]])
})

test('what cost money today stays until tomorrow, because the limits of the day are counted from it; old ticks go', async () => {
  const taskId = value(await engine.client.tasks.create({ name: 'agent', prompt: 'do it' })).id
  const { id } = value(await engine.client.tasks.run({ taskId }))
  await settled()
  engine.agent.begin(id)
  engine.agent.end(id, { agentResult: { sessionId: null, costUsd: 1, turns: 1, inputTokens: 1, outputTokens: 1, rateLimitedUntil: null } })
  await ranOnce(taskId)
  expect(value(await engine.client.retention.preview({ runsPerTask: 1 }))).toMatchObject({ runs: 0 })
  const database = openDatabase(`${engine.folder}/yardmaster.db`, `${engine.folder}/backups`)
  database
    .prepare(
      `
    with recursive numbers (n) as (select 1 union all select n + 1 from numbers where n < 2500)
    insert into ticks (id, task_id, due_at, outcome) select 'tick-' || n, ?, '2020-01-01T00:00:00.000Z', 'missed' from numbers`,
    )
    .run(taskId)
  database.close()
  expect(value(await engine.client.retention.preview({ tickDays: null })).ticks).toBe(0)
  expect(value(await engine.client.retention.preview({})).ticks).toBe(2_500)
  expect(value(await engine.client.retention.apply({}))).toMatchObject({ runs: 0, ticks: 2_500 })
})

import { afterEach, beforeEach, expect, test } from 'vitest'
import type { JobId, RunId, TaskId } from '../../../shared/model/ids.ts'
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

interface Was {
  readonly queuedAt: string
  readonly startedAt: string
  readonly finishedAt: string
  readonly durationMs: number
  readonly costUsd?: number
}

/** A run that ended as it is said here. */
async function ran(taskId: TaskId, was: Was, end: Parameters<TestEngine['agent']['end']>[1] = {}): Promise<RunId> {
  const { id } = value(await engine.client.tasks.run({ taskId }))
  await settled()
  engine.agent.begin(id)
  engine.agent.end(id, end)
  await settled()
  const database = openDatabase(`${engine.folder}/yardmaster.db`, `${engine.folder}/backups`)
  database
    .prepare(
      'update runs set queued_at = :queuedAt, started_at = :startedAt, finished_at = :finishedAt, duration_ms = :durationMs, cost_usd = :costUsd where id = :id',
    )
    .run({ costUsd: null, ...was, id })
  database.close()
  return id
}

const took = (day: string, seconds: number, costUsd?: number): Was => ({
  queuedAt: `${day}T10:00:00.000Z`,
  startedAt: `${day}T10:00:02.000Z`,
  finishedAt: `${day}T10:${String(Math.floor(seconds / 60)).padStart(2, '0')}:${String((seconds % 60) + 2).padStart(2, '0')}.000Z`,
  durationMs: seconds * 1_000,
  ...(costUsd !== undefined && { costUsd }),
})

test('what became of runs is told together, by day, by task and by reason; pinned ones count too', async () => {
  const job = value(await engine.client.jobs.create({ name: 'Nightly' }))
  const build = value(await engine.client.tasks.create({ name: 'Build', command: 'true', jobId: job.id })).id
  const other = value(await engine.client.tasks.create({ name: 'Other', command: 'true' })).id
  for (const seconds of [10, 20, 30]) await ran(build, took('2026-03-02', seconds))
  await engine.client.runs.pin({
    runId: await ran(build, took('2026-03-04', 50, 0.25), { outcome: 'failed', reason: 'timeout', exitCode: null }),
  })
  await ran(other, took('2026-03-04', 40, 0.5))
  await ran(other, took('2026-02-01', 1))

  const all = value(await engine.client.statistics.get({ since: '2026-03-02T00:00:00.000Z', until: '2026-03-05T00:00:00.000Z' }))
  expect(all).toMatchObject({
    runs: 5,
    succeeded: 4,
    failed: 1,
    cancelled: 0,
    successRate: 0.8,
    duration: { p50Ms: 30_000, p95Ms: 50_000 },
    wait: { p50Ms: 2_000, p95Ms: 2_000 },
    costUsd: 0.75,
    byReason: [{ reason: 'timeout', runs: 1 }],
    complete: true,
    byDay: [
      { day: '2026-03-02', succeeded: 3, duration: { p50Ms: 20_000 } },
      { day: '2026-03-03', succeeded: 0, failed: 0, duration: { p50Ms: null } },
      { day: '2026-03-04', succeeded: 1, failed: 1, costUsd: 0.75 },
    ],
    byTask: [
      { name: 'Build', succeeded: 3, failed: 1, costUsd: 0.25 },
      { name: 'Other', succeeded: 1 },
    ],
  })
  expect(
    value(await engine.client.statistics.get({ since: '2026-03-02T00:00:00.000Z', until: '2026-03-05T00:00:00.000Z', jobId: job.id })),
  ).toMatchObject({ runs: 4, failed: 1 })
  expect(value(await engine.client.statistics.get({ until: '2026-03-05T00:00:00.000Z', jobId: other as string as JobId })).runs).toBe(0)
})

test('a time without runs has empty days and no figures; one that is no time, or too long, is refused', async () => {
  const none = value(await engine.client.statistics.get({}))
  expect(none).toMatchObject({ runs: 0, successRate: null, duration: { p50Ms: null, p95Ms: null }, byReason: [], byTask: [] })
  expect(none.byDay.length).toBeGreaterThanOrEqual(30)
  const refused = async (since: string, until: string) => {
    const answer = await engine.client.statistics.get({ since, until })
    return answer.ok ? 'answered' : answer.failure
  }
  expect(await refused('2026-03-02T00:00:00.000Z', '2026-03-02T00:00:00.000Z')).toMatchObject({
    kind: 'validation',
    problems: [{ path: 'since' }],
  })
  expect(await refused('2020-03-02T00:00:00.000Z', '2026-03-02T00:00:00.000Z')).toMatchObject({
    kind: 'validation',
    message: expect.stringContaining('366 days'),
  })
})

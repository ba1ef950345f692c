import { describe, expect, test } from 'vitest'
import type { EndedRun } from '../../shared/model/ended-run.ts'
import type { TaskId } from '../../shared/model/ids.ts'
import { createStatistics } from './statistics.ts'

const run = (seq: number, more: Partial<EndedRun> = {}): EndedRun => ({
  seq,
  taskId: 'a' as TaskId,
  taskName: `name ${seq}`,
  jobId: null,
  owner: 'local',
  status: 'succeeded',
  reason: 'exit_code',
  finishedAt: '2026-03-02T12:00:00.000Z',
  waitMs: seq * 10,
  durationMs: seq * 100,
  costUsd: null,
  ...more,
})

/** Of this time in March, one run at a time. */
function statisticsOf(runs: readonly EndedRun[]) {
  const counted = createStatistics({ since: '2026-03-01T18:00:00.000Z', until: '2026-03-03T06:00:00.000Z' })
  for (const one of runs) counted.add([one])
  return counted.figures()
}

describe('statistics', () => {
  test('of nothing have no rates and no middle, and still every day', () => {
    const { successRate, duration, byDay, byTask, byReason, costUsd } = statisticsOf([])
    expect({ successRate, duration, byTask, byReason, costUsd }).toEqual({
      successRate: null,
      duration: { p50Ms: null, p95Ms: null },
      byTask: [],
      byReason: [],
      costUsd: 0,
    })
    expect(byDay.map(({ day }) => day)).toEqual(['2026-03-01', '2026-03-02', '2026-03-03'])
  })

  test('are of values that really were, by nearest rank, and leave out what never started', () => {
    const { duration, wait } = statisticsOf([
      ...Array.from({ length: 20 }, (_, index) => run(index + 1)),
      run(21, { durationMs: null, waitMs: null, status: 'cancelled', reason: 'cancelled_by_user' }),
    ])
    expect([duration, wait]).toEqual([
      { p50Ms: 1_000, p95Ms: 1_900 },
      { p50Ms: 100, p95Ms: 190 },
    ])
  })

  test('count failures by their reason and tasks by their failures, under the newest name', () => {
    const other = { taskId: 'b' as TaskId }
    const made = statisticsOf([
      run(1, { status: 'failed', reason: 'timeout', costUsd: 0.00004 }),
      run(2, { status: 'failed', costUsd: 0.5 }),
      run(3, { status: 'failed' }),
      run(4, { ...other, finishedAt: '2026-03-01T20:00:00.000Z' }),
      run(6, other),
      run(5, other),
      run(7, { status: 'failed', reason: null, taskId: 'c' as TaskId }),
    ])
    expect(made.byReason).toEqual([
      { reason: 'exit_code', runs: 2 },
      { reason: 'timeout', runs: 1 },
    ])
    expect(made.byTask.map(({ name, failed, succeeded }) => ({ name, failed, succeeded }))).toEqual([
      { name: 'name 3', failed: 3, succeeded: 0 },
      { name: 'name 7', failed: 1, succeeded: 0 },
      { name: 'name 6', failed: 0, succeeded: 3 },
    ])
    expect([made.successRate, made.costUsd, made.byDay[0]?.succeeded]).toEqual([3 / 7, 0.5, 1])
  })
})

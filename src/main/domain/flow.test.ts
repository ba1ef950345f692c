import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { Dependency, Retry } from '../../shared/model/flow.ts'
import type { TaskId } from '../../shared/model/ids.ts'
import type { RunStatus } from '../../shared/model/run.ts'
import { cycleThrough, inOrderOfDependencies, readinessOf } from './dependencies.ts'
import { delayOf, nextAttemptAt } from './retry.ts'

const id = (name: string) => name as TaskId
const on = (name: string, when: Dependency['when'] = 'succeeded'): Dependency => ({ taskId: id(name), when })
const task = (name: string, ...dependsOn: Dependency[]) => ({ id: id(name), dependsOn })
const retry: Retry = { maxAttempts: 3, delayMs: 1_000, backoff: 'fixed', jitter: false }
const failed = (attempt: number, reason = 'exit_code' as const) => ({ attempt, reason, finishedAt: '2026-01-01T00:00:00.000Z' })

describe('the next attempt', () => {
  test('comes after the delay, up to the last one, which counts the first', () => {
    expect(nextAttemptAt(retry, failed(1), 0)).toBe('2026-01-01T00:00:01.000Z')
    expect(nextAttemptAt(retry, failed(2), 0)).not.toBeNull()
    expect(nextAttemptAt(retry, failed(3), 0)).toBeNull()
    expect(nextAttemptAt(null, failed(1), 0)).toBeNull()
  })
  test('comes only after a reason that was named; a budget is none of the usual ones', () => {
    expect(nextAttemptAt({ ...retry, reasons: ['timeout'] }, failed(1), 0)).toBeNull()
    expect(nextAttemptAt({ ...retry, reasons: ['exit_code'] }, failed(1), 0)).not.toBeNull()
    expect(nextAttemptAt(retry, { ...failed(1), reason: 'budget' }, 0)).toBeNull()
  })
  test('doubles its delay where that is exponential, and never waits more than a day and a quarter', () => {
    expect([1, 2, 3].map((attempt) => delayOf({ ...retry, backoff: 'exponential' }, attempt, 0))).toEqual([1_000, 2_000, 4_000])
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 100 }),
        fc.integer({ min: 1_000, max: 86_400_000 }),
        fc.double({ min: 0, max: 1, noNaN: true }),
        fc.boolean(),
        (attempt, delayMs, chance, jitter) => {
          const delay = delayOf({ ...retry, delayMs, jitter, backoff: 'exponential' }, attempt, chance)
          expect(delay).toBeGreaterThanOrEqual(delayMs)
          expect(delay).toBeLessThanOrEqual(86_400_000 * 1.25)
        },
      ),
    )
  })
})

describe('dependencies', () => {
  const newest = (states: Record<string, RunStatus>) => (taskId: TaskId) => states[taskId]
  test('are waited for until they have ended', () => {
    expect(readinessOf([on('a')], newest({ a: 'running' }))).toBe('waiting')
    expect(readinessOf([on('a'), on('b')], newest({ a: 'succeeded', b: 'queued' }))).toBe('waiting')
    expect(readinessOf([on('a')], newest({ a: 'succeeded' }))).toBe('ready')
  })
  test('that ended the other way make it impossible', () => {
    expect(readinessOf([on('a')], newest({ a: 'failed' }))).toBe('impossible')
    expect(readinessOf([on('a', 'failed')], newest({ a: 'succeeded' }))).toBe('impossible')
    expect(readinessOf([on('a', 'failed')], newest({ a: 'cancelled' }))).toBe('ready')
    expect(readinessOf([on('a', 'finished')], newest({ a: 'failed' }))).toBe('ready')
  })
  test('that are no part of this run of the job hold nothing up', () => expect(readinessOf([on('a')], newest({}))).toBe('ready'))

  test('in a circle are found, with the way around', () => {
    expect(cycleThrough(id('a'), [task('a', on('b')), task('b', on('c')), task('c', on('a'))])).toEqual(['a', 'b', 'c', 'a'])
    expect(cycleThrough(id('a'), [task('a', on('a'))])).toEqual(['a', 'a'])
    expect(cycleThrough(id('a'), [task('a', on('b'), on('c')), task('b', on('c')), task('c')])).toBeNull()
  })

  test('come first in the order of a job’s run, and nothing else is moved', () => {
    expect(inOrderOfDependencies([task('a', on('c')), task('b'), task('c')]).map((one) => one.id)).toEqual(['c', 'a', 'b'])
    expect(inOrderOfDependencies([task('a'), task('b'), task('c')]).map((one) => one.id)).toEqual(['a', 'b', 'c'])
  })
})

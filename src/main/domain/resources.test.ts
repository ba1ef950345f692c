import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { JobId } from '../../shared/model/ids.ts'
import { grant, heldAt, isDepthFull, levelOf, usageOf, withWorker, type DepthRoom } from './resources.ts'

describe('quotas of workers', () => {
  test.each([
    [7, 10, 'calm'],
    [8, 10, 'warning'],
    [9, 10, 'critical'],
    [10, 10, 'critical'],
    [0, 0, 'calm'],
    [1, 1, 'critical'],
  ] as const)('%i of %i is %s', (held, most, level) => {
    expect(levelOf(held, most)).toBe(level)
  })

  test('a grant is never more than was asked for, nor than is free', () => {
    fc.assert(
      fc.property(fc.nat(1_000), fc.nat(200), fc.nat(100), (asked, held, most) => {
        const granted = grant(asked, held, most)
        expect(granted).toBeGreaterThanOrEqual(0)
        expect(granted).toBeLessThanOrEqual(asked)
        if (granted > 0) expect(held + granted).toBeLessThanOrEqual(most)
      }),
    )
  })

  test('a quota made smaller than what is held leaves nothing free', () => {
    expect(usageOf({ quotas: [2], workers: [{ jobId: 'a' as JobId, depth: 0, granted: 5, working: 0 }] })).toEqual([
      { depth: 0, maxWorkers: 2, allocated: 5, available: 0, level: 'critical' },
    ])
  })

  test('a job’s runs use what was granted to it first, and what they have beyond that counts besides', () => {
    const [a, b] = ['a' as JobId, 'b' as JobId]
    const room = (granted: number, working: number): DepthRoom => ({ quotas: [3], workers: [{ jobId: a, depth: 0, granted, working }] })
    expect([heldAt(room(2, 0), 0), heldAt(room(2, 1), 0), heldAt(room(2, 3), 0)]).toEqual([2, 2, 3])
    expect(isDepthFull(room(3, 2), { jobId: a, depth: 0 })).toBe(false)
    expect(isDepthFull(room(3, 2), { jobId: b, depth: 0 })).toBe(true)
    expect(isDepthFull(room(3, 3), { jobId: a, depth: 0 })).toBe(true)
    expect(isDepthFull(room(3, 3), { jobId: a, depth: 5 })).toBe(true)
  })

  test('whoever starts in whatever order, no more workers are held than the quota', () => {
    fc.assert(
      fc.property(fc.nat(6), fc.array(fc.nat(3)), (most, starts) => {
        let room: DepthRoom = { quotas: [most], workers: [] }
        for (const start of starts) {
          const place = { jobId: `job ${start}` as JobId, depth: 0 }
          if (!isDepthFull(room, place)) room = withWorker(room, place)
        }
        expect(heldAt(room, 0)).toBe(Math.min(most, starts.length))
      }),
    )
  })
})

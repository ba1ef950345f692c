import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { grant, levelOf, usageOf } from './resources.ts'

describe('quotas of workers', () => {
  test.each([[7, 10, 'calm'], [8, 10, 'warning'], [9, 10, 'critical'], [10, 10, 'critical'], [0, 0, 'calm'], [1, 1, 'critical']] as const)('%i of %i is %s', (held, most, level) => {
    expect(levelOf(held, most)).toBe(level)
  })

  test('a grant is never more than was asked for, nor than is free', () => {
    fc.assert(fc.property(fc.nat(1_000), fc.nat(200), fc.nat(100), (asked, held, most) => {
      const granted = grant(asked, held, most)
      expect(granted).toBeGreaterThanOrEqual(0)
      expect(granted).toBeLessThanOrEqual(asked)
      if (granted > 0) expect(held + granted).toBeLessThanOrEqual(most)
    }))
  })

  test('a quota made smaller than what is held leaves nothing free', () => {
    expect(usageOf([2], new Map([[0, 5]]))).toEqual([{ depth: 0, maxWorkers: 2, allocated: 5, available: 0, level: 'critical' }])
  })
})

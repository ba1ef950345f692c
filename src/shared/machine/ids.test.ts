import { expect, test } from 'vitest'
import { orderedIds } from './ids.ts'

/** The instant of RFC 9562's own example, appendix A.6. */
const instant = 0x017f22e279b0
const chance = 'ffffffff-ffff-4fff-bfff-ffffffffffff'

test('ids sort as they were made, within a millisecond and when the clock is set back', () => {
  const instants = [5, 5, 4, 5, 6, 6].map((ms) => instant - 5 + ms)
  const next = orderedIds(
    () => instants.shift() ?? 0,
    () => chance,
  )
  const ids = Array.from({ length: 6 }, next)
  expect(ids).toEqual(ids.toSorted())
  expect(new Set(ids).size).toBe(6)
  expect(ids[0]).toBe('017f22e2-79b0-7000-bfff-ffffffffffff')
})

test('a millisecond that is full borrows from the next one', () => {
  const next = orderedIds(
    () => instant,
    () => chance,
  )
  const ids = Array.from({ length: 10_000 }, next)
  expect(ids).toEqual(ids.toSorted())
  expect(new Set(ids).size).toBe(10_000)
})

import { expect, test } from 'vitest'
import { hoursOn, placeOf, standClose } from './place.ts'

const hour = 3_600_000
const now = Date.parse('2026-11-25T10:20:00.000Z')
const day = { since: now - 24 * hour, now, until: now + 24 * hour }

test('now stands in the middle, the ends at the edges', () => {
  expect([day.since, day.now, day.until].map((at) => placeOf(at, day))).toEqual([0, 50, 100])
})

test('what is due every five minutes stands close within a day, every hour it does not', () => {
  const every = (minutes: number): readonly number[] => Array.from({ length: 20 }, (_, index) => now + index * minutes * 60_000)
  expect([5, 60].map((minutes) => standClose(every(minutes), day))).toEqual([true, false])
  expect(standClose([now], day)).toBe(false)
})

test.each([1, 3, 24, 168])('the hours above %d hours back and ahead are round, within, and few enough to read', (hours) => {
  const span = { since: now - hours * hour, now, until: now + hours * hour }
  const marks = hoursOn(span)
  expect(marks.length).toBeGreaterThan(0)
  expect(marks.length).toBeLessThanOrEqual(13)
  for (const at of marks) {
    expect(new Date(at).getMinutes()).toBe(0)
    expect(at).toBeGreaterThan(span.since)
    expect(at).toBeLessThan(span.until)
  }
})

import { afterEach, expect, test, vi } from 'vitest'
import { hoursOn, placeOf, standClose } from './place.ts'

const hour = 3_600_000
const now = Date.parse('2026-11-25T10:20:00.000Z')
const day = { since: now - 24 * hour, now, until: now + 24 * hour }

afterEach(() => vi.unstubAllEnvs())

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

test.each([
  ['2027-03-14T16:00:00.000Z', [1, 2, 3, 6]],
  ['2026-11-01T16:00:00.000Z', [2, 3, 6]],
])('the hours stay round where the clock changes, at %s', (noon, steps) => {
  vi.stubEnv('TZ', 'America/New_York')
  const at = Date.parse(noon)
  for (const step of steps) {
    const marks = hoursOn({ since: at - 12 * hour, now: at, until: at + 6 * hour }, 18 / step)
    expect(new Set(marks).size).toBe(marks.length)
    for (const mark of marks) expect([0, new Date(mark).getHours() === 3 ? 1 : 0]).toContain(new Date(mark).getHours() % step)
  }
})

import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { Schedule, TimedSchedule } from '../../shared/model/schedule.ts'
import { firesBetween, nextFire, type When } from './schedule.ts'
import { createZones } from './zone.ts'

const zones = createZones()
const when: When = { zones, localZone: 'UTC', countedFrom: '2026-01-01T00:00:00.000Z' }
const places = [
  'Europe/Amsterdam',
  'America/New_York',
  'Australia/Lord_Howe',
  'UTC',
  'Asia/Kolkata',
  'America/Santiago',
  'Africa/Casablanca',
]

const year = { from: Date.parse('2026-01-01T00:00:00Z'), to: Date.parse('2027-01-01T00:00:00Z') }
const iso = (ms: number): string => new Date(ms).toISOString()
const cron = (pattern: string, timezone: string): TimedSchedule => ({ type: 'cron', cron: pattern, timezone })

/** What the clock of the zone shows to the minute, said by another part of the platform than the one under test. */
const clockOf = (timezone: string): Intl.DateTimeFormat =>
  new Intl.DateTimeFormat('sv', {
    timeZone: timezone,
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
    hour: '2-digit',
    minute: '2-digit',
  })

/** Every fifth minute of the year as the clock shows it, with the first instant at which it does. */
function minutesOf(format: Intl.DateTimeFormat): Map<string, number> {
  const minutes = new Map<string, number>()
  for (let at = year.from; at < year.to; at += 300_000) {
    const text = format.format(at)
    if (!minutes.has(text)) minutes.set(text, at)
  }
  return minutes
}

describe.each(places)('over a year in %s', (timezone) => {
  const clock = clockOf(timezone)
  const minutes = minutesOf(clock)
  const days = [...new Set([...minutes.keys()].map((text) => text.slice(0, 10)))].filter((day) => day.startsWith('2026-'))

  /** The first of them that exists at this time or after it. */
  const expected = (day: string, time: string): number | undefined => {
    for (let wall = Date.parse(`${day}T${time}:00Z`), tries = 0; tries < 40; tries++, wall += 300_000) {
      const found = minutes.get(iso(wall).slice(0, 16).replace('T', ' '))
      if (found !== undefined) return found
    }
    return undefined
  }

  test('a time of day is due once on every day, a missing one at the next existing time, a double one the first time', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: 23 }),
        fc.integer({ min: 0, max: 11 }).map((fifth) => fifth * 5),
        (hour, minute) => {
          const time = `${String(hour).padStart(2, '0')}:${String(minute).padStart(2, '0')}`
          const wanted = days
            .flatMap((day) => expected(day, time) ?? [])
            .filter((at) => at > year.from && at <= year.to - 1)
            .map(iso)
          for (const schedule of [
            cron(`${minute} ${hour} * * *`, timezone),
            { type: 'calendar', timezone, calendar: { frequency: 'daily', time } } satisfies Schedule,
          ]) {
            expect(
              firesBetween(schedule, iso(year.from), iso(year.to - 1), 400, when).filter(
                (at) => at >= (wanted[0] ?? '') && at <= (wanted.at(-1) ?? ''),
              ),
            ).toEqual(wanted)
          }
        },
      ),
      {
        numRuns: 6,
        examples: [
          [2, 30],
          [1, 45],
          [0, 0],
          [2, 0],
          [2, 15],
        ],
      },
    )
  }, 60_000)

  test('the next fire is after what was asked for, and nothing lies between', () => {
    const patterns = fc.constantFrom(
      '*/7 * * * *',
      '15 */3 * * *',
      '0,30 1-3 * * *',
      '0 9 * * 1-5',
      '30 2 1,15 * *',
      '*/20 * * * * *',
      '0 0 29 2 *',
    )
    fc.assert(
      fc.property(patterns, fc.integer({ min: year.from, max: year.to }), (pattern, at) => {
        const next = nextFire(cron(pattern, timezone), iso(at), when)
        expect(next).toBeDefined()
        expect(Date.parse(next ?? '')).toBeGreaterThan(at)
        expect(firesBetween(cron(pattern, timezone), iso(at), next ?? '', 10, when)).toEqual([next])
      }),
      { numRuns: 60 },
    )
  }, 60_000)

  test('no local time is due twice', () => {
    const fires = firesBetween(cron('0,30 0-6 * * *', timezone), iso(year.from), iso(year.to), 20_000, when)
    expect(new Set(fires.map((at) => clock.format(Date.parse(at)))).size).toBe(fires.length)
    expect(fires.toSorted()).toEqual(fires)
  }, 60_000)
})

import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { Schedule, TimedSchedule } from '../../shared/model/schedule.ts'
import { firesBetween, nextFire, nextFires, scheduleProblem, type When } from './schedule.ts'
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

/** What the clock of the zone shows, said by another part of the platform than the one under test. */
const shown = (instant: string, timezone: string): string => new Date(instant).toLocaleString('sv', { timeZone: timezone }).slice(0, 16)

/** Every fifth minute of the year as the clock shows it, with the first instant at which it does. */
function minutesOf(timezone: string): Map<string, number> {
  const minutes = new Map<string, number>()
  const format = new Intl.DateTimeFormat('sv', {
    timeZone: timezone,
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
    hour: '2-digit',
    minute: '2-digit',
  })
  for (let at = year.from; at < year.to; at += 300_000) {
    const text = format.format(at)
    if (!minutes.has(text)) minutes.set(text, at)
  }
  return minutes
}

describe.each(places)('over a year in %s', (timezone) => {
  const minutes = minutesOf(timezone)
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
    expect(new Set(fires.map((at) => shown(at, timezone))).size).toBe(fires.length)
    expect(fires.toSorted()).toEqual(fires)
  }, 60_000)
})

describe('both changes of the clock in Amsterdam', () => {
  const fires = (pattern: string, after: string, count: number) =>
    nextFires(cron(pattern, 'Europe/Amsterdam'), after, count, when).map((at) => at.slice(5, 16))
  test('02:30 does not exist in March: 03:00', () =>
    expect(fires('30 2 * * *', '2026-03-28T12:00:00.000Z', 2)).toEqual(['03-29T01:00', '03-30T00:30']))
  test('02:30 exists twice in October: the first', () =>
    expect(fires('30 2 * * *', '2026-10-24T12:00:00.000Z', 2)).toEqual(['10-25T00:30', '10-26T01:30']))
  test('several missing times are one fire', () =>
    expect(fires('*/10 2 * * *', '2026-03-29T00:00:00.000Z', 2)).toEqual(['03-29T01:00', '03-30T00:00']))
  test('asked within the second pass, what was due in the first is over', () =>
    expect(fires('45 2 * * *', '2026-10-25T01:15:00.000Z', 1)).toEqual(['10-26T01:45']))
})

describe('cron', () => {
  const utc = (pattern: string, after: string, count = 3) => nextFires(cron(pattern, 'UTC'), after, count, when)
  test('0 and 7 are Sunday', () =>
    expect(utc('0 0 * * 7', '2026-11-23T00:00:00.000Z')).toEqual(utc('0 0 * * 0', '2026-11-23T00:00:00.000Z')))
  test('six fields start with the seconds', () =>
    expect(utc('*/20 * * * * *', '2026-11-23T00:00:00.000Z')).toEqual([
      '2026-11-23T00:00:20.000Z',
      '2026-11-23T00:00:40.000Z',
      '2026-11-23T00:01:00.000Z',
    ]))
  test('a day of month and a day of week are either, as in crontab', () =>
    expect(utc('0 0 13 * 5', '2026-10-08T00:00:00.000Z').map((at) => at.slice(5, 10))).toEqual(['10-09', '10-13', '10-16']))
})

describe('calendar', () => {
  const monthly = (dayOfMonth: number, shortMonth?: 'skip' | 'last_day') =>
    nextFires(
      {
        type: 'calendar',
        timezone: 'UTC',
        calendar: { frequency: 'monthly', time: '06:00', dayOfMonth, ...(shortMonth && { shortMonth }) },
      },
      '2026-01-15T00:00:00.000Z',
      4,
      when,
    ).map((at) => at.slice(5, 10))
  test('the last day stands in for a day that a month does not have', () =>
    expect(monthly(31)).toEqual(['01-31', '02-28', '03-31', '04-30']))
  test('or the month is left out', () => expect(monthly(30, 'skip')).toEqual(['01-30', '03-30', '04-30', '05-30']))
  test('weekly counts from Monday to Sunday', () =>
    expect(
      nextFires(
        { type: 'calendar', timezone: 'UTC', calendar: { frequency: 'weekly', time: '09:00', daysOfWeek: [7, 1] } },
        '2026-11-24T00:00:00.000Z',
        3,
        when,
      ).map((at) => at.slice(5, 10)),
    ).toEqual(['11-29', '11-30', '12-06']))
})

describe('interval and once', () => {
  const hourly: Schedule = { type: 'interval', everyMs: 3_600_000 }
  test('an interval counts from the last fire and never drifts', () =>
    expect(nextFires(hourly, '2026-01-01T02:30:00.000Z', 2, when)).toEqual(['2026-01-01T03:00:00.000Z', '2026-01-01T04:00:00.000Z']))
  test('its first fire is one interval after saving', () =>
    expect(nextFire(hourly, when.countedFrom, when)).toBe('2026-01-01T01:00:00.000Z'))
  test('the newest missed ones are found without counting through all', () =>
    expect(firesBetween({ type: 'interval', everyMs: 1_000 }, when.countedFrom, '2026-06-01T00:00:00.500Z', 2, when)).toEqual([
      '2026-05-31T23:59:59.000Z',
      '2026-06-01T00:00:00.000Z',
    ]))
  test('once is once', () =>
    expect(nextFires({ type: 'once', at: '2026-02-01T00:00:00.000Z' }, when.countedFrom, 5, when)).toEqual(['2026-02-01T00:00:00.000Z']))
})

describe('what cannot be computed is refused', () => {
  const now = '2026-11-24T12:00:00.000Z'
  test.each<[Schedule, string]>([
    [{ type: 'cron', cron: '61 * * * *' }, 'cron'],
    [{ type: 'cron', cron: '* * * *' }, 'cron'],
    [{ type: 'cron', cron: '0 0 30 2 *' }, 'cron'],
    [{ type: 'cron', cron: 'often' }, 'cron'],
    [{ type: 'cron', cron: '* * * * * * 2027' }, 'cron'],
    [{ type: 'once', at: '2026-11-24T11:59:59.999Z' }, 'at'],
    [{ type: 'file_watch', watch: { path: 'here' } }, 'watch.path'],
  ])('%j', (schedule, path) => expect(scheduleProblem(schedule, now)).toMatchObject({ path }))
  test('and what can be is not', () => expect(scheduleProblem({ type: 'cron', cron: '0 0 29 2 *' }, now)).toBeUndefined())
})

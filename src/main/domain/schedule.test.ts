import { describe, expect, test } from 'vitest'
import type { Schedule, TimedSchedule } from '../../shared/model/schedule.ts'
import { firesBetween, nextFire, nextFires, scheduleProblem, type When } from './schedule.ts'
import { createZones } from './zone.ts'

const zones = createZones()
const when: When = { zones, localZone: 'UTC', countedFrom: '2026-01-01T00:00:00.000Z' }
const cron = (pattern: string, timezone: string): TimedSchedule => ({ type: 'cron', cron: pattern, timezone })

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

import { expect, test } from 'vitest'
import type { Schedule } from '../model/schedule.ts'
import { fireWords, scheduleWords } from './schedule.ts'

test.each<[Schedule, string]>([
  [{ type: 'manual' }, 'By hand'],
  [{ type: 'interval', everyMs: 900_000 }, 'Every 15 minutes'],
  [{ type: 'interval', everyMs: 86_400_000 }, 'Every day'],
  [{ type: 'cron', cron: '30 9 * * 1-5', timezone: 'Europe/Amsterdam' }, 'At 09:30, Monday through Friday, Europe/Amsterdam'],
  [{ type: 'cron', cron: '*/10 * * * * *' }, 'Every 10 seconds'],
  [{ type: 'calendar', calendar: { frequency: 'weekly', time: '09:00', daysOfWeek: [4, 1] } }, 'Mondays and Thursdays at 09:00'],
  [
    { type: 'calendar', calendar: { frequency: 'monthly', time: '00:05', dayOfMonth: 31 } },
    'Monthly on day 31 at 00:05, or the last day of shorter months',
  ],
  [{ type: 'once', at: '2026-03-03T08:00:00.000Z', timezone: 'Europe/Amsterdam' }, 'Once, Tue 3 Mar 2026, 09:00 CET'],
  [{ type: 'file_watch', watch: { path: '~/inbox' } }, 'When files change in ~/inbox'],
])('%j is said as “%s”', (schedule, words) => expect(scheduleWords(schedule)).toBe(words))

test('seconds are said where there are some', () =>
  expect(fireWords('2026-03-03T08:00:05.000Z', 'UTC')).toBe('Tue 3 Mar 2026, 08:00:05 UTC'))

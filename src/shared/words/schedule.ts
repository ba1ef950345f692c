import cronstrue from 'cronstrue'
import type { Calendar, Missed, Schedule } from '../model/schedule.ts'

/*
 * Schedules as people say them, for the engine's answers and the window alike.
 */

/** `Every 15 minutes`, `Mondays and Thursdays at 09:00, Europe/Amsterdam` */
export function scheduleWords(schedule: Schedule): string {
  switch (schedule.type) {
    case 'manual':
      return 'By hand'
    case 'sequential':
      return 'In its job’s order only'
    case 'startup':
      return 'When the app starts'
    case 'interval':
      return `Every ${spanWords(schedule.everyMs)}`
    case 'cron':
      return `${cronWords(schedule.cron) ?? `Cron ${schedule.cron}`}${zoneWords(schedule.timezone)}`
    case 'calendar':
      return `${calendarWords(schedule.calendar)}${zoneWords(schedule.timezone)}`
    case 'once':
      return `Once, ${fireWords(schedule.at, schedule.timezone)}`
    case 'file_watch':
      return `When files change in ${schedule.watch.path}`
  }
}

/** The instant as the zone's clock shows it: `Tue 3 Mar 2026, 09:00 CET`. */
export function fireWords(at: string, timezone?: string): string {
  const shown = new Intl.DateTimeFormat('en-GB', {
    ...(timezone !== undefined && { timeZone: timezone }),
    weekday: 'short',
    day: 'numeric',
    month: 'short',
    year: 'numeric',
    hour: '2-digit',
    minute: '2-digit',
    ...(!at.endsWith(':00.000Z') && { second: '2-digit' }),
    hourCycle: 'h23',
    timeZoneName: 'short',
  }).formatToParts(new Date(at))
  const part = (type: string): string => shown.find((one) => one.type === type)?.value ?? ''
  const time = [part('hour'), part('minute'), part('second')].filter(Boolean).join(':')
  return `${part('weekday')} ${part('day')} ${part('month')} ${part('year')}, ${time} ${part('timeZoneName')}`
}

/** Undefined where it is not a pattern that can be said. */
export function cronWords(pattern: string): string | undefined {
  try {
    return cronstrue.toString(pattern.trim(), { use24HourTimeFormat: true })
  } catch {
    return undefined
  }
}

export const missedWords: Readonly<Record<Missed['policy'], string>> = {
  skip: 'Leave them out',
  once: 'Run once for all of them',
  all: 'Run each of them',
}

const zoneWords = (timezone: string | undefined): string => (timezone === undefined ? '' : `, ${timezone}`)

const weekdays = ['Mondays', 'Tuesdays', 'Wednesdays', 'Thursdays', 'Fridays', 'Saturdays', 'Sundays']

function calendarWords({ frequency, time, daysOfWeek = [], dayOfMonth = 1, shortMonth }: Calendar): string {
  if (frequency === 'daily') return `Daily at ${time}`
  if (frequency === 'weekly') return `${joined([...new Set(daysOfWeek)].sort().map((day) => weekdays[day - 1] ?? ''))} at ${time}`
  const short = dayOfMonth <= 28 ? '' : shortMonth === 'skip' ? ', not in shorter months' : ', or the last day of shorter months'
  return `Monthly on day ${dayOfMonth} at ${time}${short}`
}

const joined = (words: readonly string[]): string =>
  words.length < 2 ? words.join('') : `${words.slice(0, -1).join(', ')} and ${words.at(-1) ?? ''}`

const spans = [
  ['day', 86_400_000],
  ['hour', 3_600_000],
  ['minute', 60_000],
  ['second', 1_000],
  ['millisecond', 1],
] as const

/** In the largest unit that says it whole: 90 minutes, 1 day. */
export function spanWords(ms: number): string {
  const [name, size] = spans.find(([, one]) => ms % one === 0) ?? ['millisecond', 1]
  const count = ms / size
  return count === 1 ? name : `${count} ${name}s`
}

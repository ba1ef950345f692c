import type { Schedule } from '../../../shared/model/schedule.ts'
import { BadRecord, numberAt, textAt, type Json } from './read.ts'

const units = { minutes: 60_000, hours: 3_600_000, days: 86_400_000 } as const

/** All its schedules ran on the machine's own clock, whatever zone it had written down; so none is named here. */
export function scheduleFrom(schedule: Json, warn: (message: string) => void): Schedule {
  switch (textAt(schedule, 'schedule_type') ?? 'manual') {
    case 'manual':
      return { type: 'manual' }
    case 'sequential':
      return { type: 'sequential' }
    case 'startup':
      return { type: 'startup' }
    case 'interval':
      return interval(schedule, warn)
    case 'calendar':
      return calendar(schedule)
    case 'file_watch':
      return {
        type: 'file_watch',
        watch: {
          path: textAt(schedule, 'watch_directory') ?? '~',
          recursive: schedule['watch_recursive'] !== false,
          debounceMs: (numberAt(schedule, 'watch_debounce_seconds') || 5) * 1_000,
        },
      }
    default:
      throw new BadRecord(`schedule_type is not known: ${JSON.stringify(schedule['schedule_type'])}`)
  }
}

function interval(schedule: Json, warn: (message: string) => void): Schedule {
  switch (textAt(schedule, 'interval_type')) {
    case 'cron':
      return { type: 'cron', cron: cronFrom(textAt(schedule, 'interval_cron') ?? '* * * * *', warn) }
    case 'simple':
      return { type: 'interval', everyMs: presetFrom(textAt(schedule, 'interval_preset'), warn) }
    default: {
      const unit = units[textAt(schedule, 'interval_unit') as keyof typeof units] ?? units.minutes
      return { type: 'interval', everyMs: Math.max(1, numberAt(schedule, 'interval_value') ?? 1) * unit }
    }
  }
}

/** Its window and its engine had different words for these, so that every one came to five minutes; the words win here. */
function presetFrom(preset: string | undefined, warn: (message: string) => void): number {
  const found = /^\s*(?:every\s+)?(\d+)?\s*(min|minute|hour|h|day|d|m)/i.exec(preset ?? '5 minutes')
  const unit = { m: units.minutes, h: units.hours, d: units.days }[found?.[2]?.charAt(0).toLowerCase() ?? 'm'] ?? units.minutes
  if (preset !== undefined && !/^5 minutes$/i.test(preset))
    warn(`its interval “${preset}” used to act as 5 minutes, and now acts as it says`)
  return Math.max(1, Number(found?.[1] ?? (found ? 1 : 5))) * unit
}

/** Every so-manieth day began on a Monday there. */
const spelledOut = (weekdays: string): string =>
  weekdays.replace(/\*\/(\d)/g, (_, step: string) => [0, 1, 2, 3, 4, 5, 6].filter((day) => day % Math.max(1, Number(step)) === 0).join(','))

/** It counted weekdays from Monday = 0; crontab, and Yardmaster, from Sunday = 0. The days on which it ran are kept. */
function cronFrom(cron: string, warn: (message: string) => void): string {
  const fields = cron.trim().split(/\s+/)
  const weekdays = fields[4]
  if (fields.length !== 5 || weekdays === undefined || !/\d/.test(weekdays)) return cron
  const moved = spelledOut(weekdays)
    .split(',')
    .map((part) => {
      const [days = '', step] = part.split('/')
      return `${days
        .split('-')
        .map((day) => (/^\d$/.test(day) ? String((Number(day) + 1) % 7 || (days.includes('-') ? 7 : 0)) : day))
        .join('-')}${step ? `/${step}` : ''}`
    })
    .join(',')
  if (fields[2] !== '*') warn(`“${cron}” ran on days that were both such a day of the month and such a weekday; here either is enough`)
  warn(`the weekdays of “${cron}” are written as “${moved}” now, which are the days it ran on`)
  return [...fields.slice(0, 4), moved].join(' ')
}

function calendar(schedule: Json): Schedule {
  const time = /^(\d{2}:\d{2})/.exec(textAt(schedule, 'calendar_time') ?? '00:00')?.[1] ?? '00:00'
  switch (textAt(schedule, 'calendar_frequency') ?? 'daily') {
    case 'weekly':
      return { type: 'calendar', calendar: { frequency: 'weekly', time, daysOfWeek: weekdaysFrom(schedule['calendar_days_of_week']) } }
    case 'monthly':
      return {
        type: 'calendar',
        calendar: { frequency: 'monthly', time, dayOfMonth: numberAt(schedule, 'calendar_day_of_month') ?? 1, shortMonth: 'skip' },
      }
    default:
      return { type: 'calendar', calendar: { frequency: 'daily', time } }
  }
}

/** 0 was Monday. */
function weekdaysFrom(days: unknown): number[] {
  const known = Array.isArray(days)
    ? days.filter((day): day is number => Number.isInteger(day) && (day as number) >= 0 && (day as number) <= 6)
    : []
  return known.length > 0 ? known.map((day) => day + 1) : [1]
}

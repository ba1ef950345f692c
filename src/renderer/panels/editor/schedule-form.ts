import { z } from 'zod'
import type { Calendar, Missed, Schedule } from '../../../shared/model/schedule.ts'
import { cronWords } from '../../../shared/words/schedule.ts'

/*
 * The schedule as the form holds it: texts, all types at once, so that looking at another type loses nothing.
 */

const scheduleTypes = ['manual', 'sequential', 'interval', 'cron', 'calendar', 'once', 'file_watch', 'startup'] as const
type ScheduleTypeField = (typeof scheduleTypes)[number]

export const typeWords: Readonly<Record<ScheduleTypeField, string>> = {
  manual: 'By hand, or with its job',
  sequential: 'Only with its job, in order',
  interval: 'Every so often',
  cron: 'By a cron pattern',
  calendar: 'On days of the calendar',
  once: 'Once',
  file_watch: 'When files change',
  startup: 'When the app starts',
}

const units = { seconds: 1_000, minutes: 60_000, hours: 3_600_000, days: 86_400_000 } as const
export const unitNames = Object.keys(units) as (keyof typeof units)[]

export const scheduleFields = {
  schedule: z.enum(scheduleTypes),
  every: z.string(),
  everyUnit: z.enum(['seconds', 'minutes', 'hours', 'days']),
  cron: z.string(),
  frequency: z.enum(['daily', 'weekly', 'monthly']),
  time: z.string(),
  weekdays: z.array(z.string()),
  dayOfMonth: z.string(),
  shortMonth: z.enum(['last_day', 'skip']),
  at: z.string(),
  watchPath: z.string(),
  include: z.string(),
  exclude: z.string(),
  quiet: z.string(),
  timezone: z.string(),
  missed: z.enum(['skip', 'once', 'all']),
  /** The schedule as it was saved: what the form does not show is kept. */
  savedSchedule: z.string(),
}
export type ScheduleFields = z.infer<z.ZodObject<typeof scheduleFields>>

export function scheduleProblems(fields: ScheduleFields): readonly (readonly [keyof ScheduleFields, string])[] {
  switch (fields.schedule) {
    case 'interval':
      return everyMs(fields) >= 1_000 && everyMs(fields) <= 31_536_000_000 ? [] : [['every', 'A number, from 1 second to 365 days']]
    case 'cron':
      return cronWords(fields.cron) ? [] : [['cron', cronProblem(fields.cron)]]
    case 'calendar':
      return calendarProblems(fields)
    case 'once':
      return Number.isNaN(Date.parse(fields.at)) ? [['at', 'A day and a time']] : []
    case 'file_watch':
      return [
        ...(/^(~$|~\/|\/|[a-zA-Z]:[\\/]|\\\\)/.test(fields.watchPath.trim())
          ? []
          : [['watchPath', 'An absolute folder or file, or one that starts with ~/'] as const]),
        ...(/^\d+(\.\d+)?$/.test(fields.quiet) && Number(fields.quiet) <= 3_600
          ? []
          : [['quiet', 'A number of seconds, at most an hour'] as const]),
      ]
    default:
      return []
  }
}

const cronProblem = (pattern: string): string =>
  [5, 6].includes(pattern.trim().split(/\s+/).length)
    ? 'One of its fields cannot be: minute 0 to 59, hour 0 to 23, day 1 to 31, month 1 to 12, weekday 0 to 7'
    : 'Five fields (minute, hour, day, month, weekday), or six with the seconds first'

function calendarProblems({ frequency, time, weekdays, dayOfMonth }: ScheduleFields): readonly (readonly [keyof ScheduleFields, string])[] {
  if (!/^([01]\d|2[0-3]):[0-5]\d$/.test(time)) return [['time', 'A time such as 07:30']]
  if (frequency === 'weekly' && weekdays.length === 0) return [['weekdays', 'At least one day']]
  return frequency === 'monthly' && !/^([1-9]|[12]\d|3[01])$/.test(dayOfMonth) ? [['dayOfMonth', 'A day from 1 to 31']] : []
}

const everyMs = ({ every, everyUnit }: ScheduleFields): number => (/^\d+$/.test(every.trim()) ? Number(every) * units[everyUnit] : 0)

export function scheduleFieldsOf(schedule: Schedule): ScheduleFields {
  const ms = schedule.type === 'interval' ? schedule.everyMs : 15 * units.minutes
  const everyUnit = unitNames.toReversed().find((unit) => ms % units[unit] === 0) ?? 'seconds'
  const calendar: Calendar = schedule.type === 'calendar' ? schedule.calendar : { frequency: 'daily', time: '09:00' }
  const watch = schedule.type === 'file_watch' ? schedule.watch : undefined
  return {
    schedule: schedule.type,
    every: String(ms / units[everyUnit]),
    everyUnit,
    cron: schedule.type === 'cron' ? schedule.cron : '0 9 * * 1-5',
    frequency: calendar.frequency,
    time: calendar.time,
    weekdays: (calendar.daysOfWeek ?? [1]).map(String),
    dayOfMonth: String(calendar.dayOfMonth ?? 1),
    shortMonth: calendar.shortMonth ?? 'last_day',
    at: schedule.type === 'once' ? localText(schedule.at) : '',
    watchPath: watch?.path ?? '',
    include: (watch?.include ?? []).join(', '),
    exclude: (watch?.exclude ?? []).join(', '),
    quiet: String((watch?.debounceMs ?? 2_000) / 1_000),
    timezone: ('timezone' in schedule ? schedule.timezone : undefined) ?? '',
    missed: ('missed' in schedule ? schedule.missed?.policy : undefined) ?? 'skip',
    savedSchedule: JSON.stringify(schedule),
  }
}

export function scheduleFrom(fields: ScheduleFields): Schedule {
  const saved = JSON.parse(fields.savedSchedule) as Schedule
  const zoned = { ...(fields.timezone !== '' && { timezone: fields.timezone }), ...missedFrom(fields, saved) }
  switch (fields.schedule) {
    case 'manual':
    case 'sequential':
    case 'startup':
      return { type: fields.schedule }
    case 'interval':
      return { type: 'interval', everyMs: everyMs(fields), ...zoned }
    case 'cron':
      return { type: 'cron', cron: fields.cron.trim(), ...zoned }
    case 'calendar':
      return { type: 'calendar', calendar: calendarFrom(fields), ...zoned }
    case 'once':
      return {
        type: 'once',
        at: saved.type === 'once' && localText(saved.at) === fields.at ? saved.at : new Date(fields.at).toISOString(),
        ...zoned,
      }
    case 'file_watch': {
      const { recursive } = saved.type === 'file_watch' ? saved.watch : {}
      const lists = { ...globs('include', fields.include), ...globs('exclude', fields.exclude) }
      const debounceMs = Math.round(Number(fields.quiet) * 1_000)
      return {
        type: 'file_watch',
        watch: {
          path: fields.watchPath.trim(),
          ...(recursive !== undefined && { recursive }),
          ...lists,
          ...(debounceMs !== 2_000 && { debounceMs }),
        },
        ...zoned,
      }
    }
  }
}

function missedFrom({ missed }: ScheduleFields, saved: Schedule): { missed?: Missed } {
  const before = 'missed' in saved ? saved.missed : undefined
  return missed === 'skip' && !before ? {} : { missed: { ...before, policy: missed } }
}

function calendarFrom({ frequency, time, weekdays, dayOfMonth, shortMonth }: ScheduleFields): Calendar {
  if (frequency === 'weekly') return { frequency, time, daysOfWeek: weekdays.map(Number).sort((one, other) => one - other) }
  return frequency === 'daily'
    ? { frequency, time }
    : { frequency, time, dayOfMonth: Number(dayOfMonth), ...(shortMonth === 'skip' && { shortMonth }) }
}

const globs = (name: 'include' | 'exclude', text: string) => {
  const parts = text
    .split(',')
    .map((part) => part.trim())
    .filter(Boolean)
  return parts.length > 0 ? { [name]: parts } : {}
}

/** As an input of the machine's own day and time holds it. */
function localText(at: string): string {
  const date = new Date(at)
  return new Date(date.getTime() - date.getTimezoneOffset() * 60_000).toISOString().slice(0, 19)
}

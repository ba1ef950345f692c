import { z } from 'zod'
import { GivenInstant } from './time.ts'

/** An IANA zone as the platform knows it: `Europe/Amsterdam`, `UTC`. */
export const TimeZone = z.string().max(100).refine(isTimeZone, 'is not a time zone: give an IANA name such as Europe/Amsterdam')

function isTimeZone(name: string): boolean {
  try {
    new Intl.DateTimeFormat('en', { timeZone: name })
    return true
  } catch {
    return false
  }
}

/** What becomes of the occurrences that fell due while nothing ran: the computer asleep, the app closed. */
export const Missed = z.strictObject({
  policy: z
    .enum(['skip', 'once', 'all'])
    .meta({ description: 'skip: only a tick remembers them; once: one run for all of them; all: a run each' }),
  maxRuns: z.int().min(1).max(1_000).optional().meta({ description: 'With `all`: the newest so many; 10 otherwise' }),
  maxAgeMs: z.int().min(1_000).max(31_536_000_000).optional().meta({ description: 'What is older is skipped; a day otherwise' }),
})
export type Missed = z.infer<typeof Missed>

/** Used where a schedule says nothing about missed occurrences. */
export const usualMissed = { policy: 'skip', maxRuns: 10, maxAgeMs: 86_400_000 } as const satisfies Missed

export const TimeOfDay = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/, 'must be a time of day such as 07:30')

export const Calendar = z
  .strictObject({
    frequency: z.enum(['daily', 'weekly', 'monthly']),
    time: TimeOfDay,
    daysOfWeek: z.array(z.int().min(1).max(7)).min(1).max(7).optional().meta({ description: 'With weekly: 1 = Monday … 7 = Sunday' }),
    dayOfMonth: z.int().min(1).max(31).optional().meta({ description: 'With monthly' }),
    shortMonth: z
      .enum(['skip', 'last_day'])
      .optional()
      .meta({ description: 'With monthly, where the month has no such day; last_day otherwise' }),
  })
  .superRefine((calendar, context) => {
    if (calendar.frequency === 'weekly' && !calendar.daysOfWeek)
      context.addIssue({ code: 'custom', path: ['daysOfWeek'], message: 'is needed with weekly: at least one of 1 (Monday) to 7 (Sunday)' })
    if (calendar.frequency === 'monthly' && calendar.dayOfMonth === undefined)
      context.addIssue({ code: 'custom', path: ['dayOfMonth'], message: 'is needed with monthly: 1 to 31' })
  })
export type Calendar = z.infer<typeof Calendar>

export const Watch = z.strictObject({
  path: z.string().trim().min(1, 'must not be empty').max(4096).meta({ description: 'Folder or file; absolute, or starting with ~/' }),
  recursive: z.boolean().optional().meta({ description: 'Folders below it too; yes otherwise' }),
  include: z.array(z.string().min(1).max(500)).max(100).optional().meta({ description: 'Globs; everything otherwise' }),
  exclude: z
    .array(z.string().min(1).max(500))
    .max(100)
    .optional()
    .meta({ description: 'Globs; **/node_modules/** and **/.git/** otherwise' }),
  debounceMs: z.int().min(0).max(3_600_000).optional().meta({ description: 'Quiet for so long before it starts; 2000 otherwise' }),
})
export type Watch = z.infer<typeof Watch>

const zoned = { timezone: TimeZone.optional().meta({ description: 'IANA name; the machine’s own otherwise' }), missed: Missed.optional() }

/**
 * When a task starts by itself. `manual` never does, `sequential` only as part of its job's run; `interval` counts from
 * the last fire, the first one from saving.
 */
export const Schedule = z.discriminatedUnion('type', [
  z.strictObject({ type: z.literal('manual') }),
  z.strictObject({ type: z.literal('sequential') }),
  z.strictObject({ type: z.literal('startup') }),
  z.strictObject({ type: z.literal('interval'), everyMs: z.int().min(1_000).max(31_536_000_000), ...zoned }),
  z.strictObject({ type: z.literal('cron'), cron: z.string().trim().min(1, 'must not be empty').max(200), ...zoned }),
  z.strictObject({ type: z.literal('calendar'), calendar: Calendar, ...zoned }),
  z.strictObject({ type: z.literal('once'), at: GivenInstant, ...zoned }),
  z.strictObject({ type: z.literal('file_watch'), watch: Watch, ...zoned }),
])
export type Schedule = z.infer<typeof Schedule>
export type ScheduleType = Schedule['type']

/** The schedules that have a next instant. */
export type TimedSchedule = Extract<Schedule, { readonly type: 'interval' | 'cron' | 'calendar' | 'once' }>

import { Cron } from 'croner'
import type { Calendar } from '../../shared/model/schedule.ts'

/** The wall times at which something is due, in order, without a zone. */
export interface WallRule {
  /** The first one after this. */
  next(after: number): number | undefined
  /** The last one before this. */
  previous(before: number): number | undefined
}

/** @throws with what is wrong with the pattern */
export function cronRule(pattern: string): WallRule {
  const cron = new Cron(pattern, { timezone: 'UTC', mode: '5-or-6-parts', paused: true })
  return {
    next: (after) => cron.nextRun(new Date(after))?.getTime(),
    previous: (before) => cron.previousRuns(1, new Date(before))[0]?.getTime(),
  }
}

/** What is wrong with the pattern, as the rest of a sentence that starts with the field. */
export function cronProblem(pattern: string, now: number): string | undefined {
  const fields = pattern.trim().split(/\s+/).length
  if (!pattern.startsWith('@') && fields !== 5 && fields !== 6)
    return `has ${fields} field${fields === 1 ? '' : 's'}: a cron pattern has 5 (minute, hour, day, month, weekday), or 6 with the seconds first`
  try {
    return cronRule(pattern).next(now) === undefined ? 'never comes: there is no such day' : undefined
  } catch (error) {
    const why = error instanceof Error ? error.message.replace(/^Cron\w*: /, '') : String(error)
    return `is not a cron pattern: ${why}`
  }
}

export function calendarRule({ frequency, time, daysOfWeek = [], dayOfMonth = 1, shortMonth = 'last_day' }: Calendar): WallRule {
  const [hour = 0, minute = 0] = time.split(':').map(Number)
  switch (frequency) {
    case 'daily':
      return cronRule(`${minute} ${hour} * * *`)
    case 'weekly':
      return cronRule(`${minute} ${hour} * * ${daysOfWeek.join(',')}`)
    case 'monthly':
      return monthlyRule({ hour, minute, dayOfMonth, skips: shortMonth === 'skip' })
  }
}

interface Monthly {
  readonly hour: number
  readonly minute: number
  readonly dayOfMonth: number
  readonly skips: boolean
}

/** A month without the day is never followed by more than one other such month, and February by none: four months always hold one. */
const monthsToTry = 4

function monthlyRule({ hour, minute, dayOfMonth, skips }: Monthly): WallRule {
  const at = (year: number, month: number): number | undefined => {
    const length = new Date(Date.UTC(year, month + 1, 0)).getUTCDate()
    if (dayOfMonth > length && skips) return undefined
    return Date.UTC(year, month, Math.min(dayOfMonth, length), hour, minute)
  }
  const seek = (from: number, step: 1 | -1): number | undefined => {
    const date = new Date(from)
    for (let months = 0; months <= monthsToTry; months++) {
      const found = at(date.getUTCFullYear(), date.getUTCMonth() + step * months)
      if (found !== undefined && step * (found - from) > 0) return found
    }
    return undefined
  }
  return { next: (after) => seek(after, 1), previous: (before) => seek(before, -1) }
}

import type { Schedule, TimedSchedule } from '../../shared/model/schedule.ts'
import { usualMissed } from '../../shared/model/schedule.ts'
import type { Instant } from '../../shared/model/time.ts'
import { isAbsoluteFolder } from './folder.ts'
import { calendarRule, cronProblem, cronRule, type WallRule } from './wall-rule.ts'
import type { Zone, Zones } from './zone.ts'

/*
 * When a schedule is due. A local time that does not exist is due once, at the next existing time; one that exists twice
 * is due once, the first time.
 */

export interface When {
  readonly zones: Zones
  /** The zone of a schedule that names none. */
  readonly localZone: string
  /** What an interval counts from: the last fire, before the first one the saving. */
  readonly countedFrom: Instant
}

export const isTimed = (schedule: Schedule): schedule is TimedSchedule =>
  schedule.type === 'interval' || schedule.type === 'cron' || schedule.type === 'calendar' || schedule.type === 'once'

/** The first time it is due after this instant; undefined where it never is again. */
export function nextFire(schedule: Schedule, after: Instant, when: When): Instant | undefined {
  const from = Date.parse(after)
  switch (schedule.type) {
    case 'interval':
      return instant(intervalAfter(schedule.everyMs, from, Date.parse(when.countedFrom)))
    case 'once':
      return schedule.at > after ? schedule.at : undefined
    case 'cron':
    case 'calendar':
      return instant(ruleAfter(ruleOf(schedule), zoneOf(schedule, when), from))
    default:
      return undefined
  }
}

/** The next times it is due, at the most `count`. */
export function nextFires(schedule: Schedule, after: Instant, count: number, when: When): Instant[] {
  const found: Instant[] = []
  while (found.length < count) {
    const next = nextFire(schedule, found.at(-1) ?? after, when)
    if (next === undefined) break
    found.push(next)
  }
  return found
}

/** The newest times, at the most `count`, at which it was due after `from` and up to and including `to`; oldest first. */
export function firesBetween(schedule: TimedSchedule, from: Instant, to: Instant, count: number, when: When): Instant[] {
  const [after, until] = [Date.parse(from), Date.parse(to)]
  const found: number[] = []
  for (const fire of backwards(schedule, until, when)) {
    if (fire <= after || found.length >= count) break
    found.push(fire)
  }
  return found.reverse().map((fire) => new Date(fire).toISOString())
}

/** What is wrong with it, by the field's path in the schedule; undefined where it can be computed and is due at some time. */
export function scheduleProblem(schedule: Schedule, now: Instant): { readonly path: string; readonly message: string } | undefined {
  switch (schedule.type) {
    case 'cron':
      return problem('cron', cronProblem(schedule.cron, Date.parse(now)))
    case 'once':
      return problem('at', schedule.at > now ? undefined : 'is in the past: give an instant that is still to come')
    case 'file_watch':
      return problem('watch.path', isAbsoluteFolder(schedule.watch.path) ? undefined : 'must be absolute, or start with ~/')
    default:
      return undefined
  }
}

const problem = (path: string, message: string | undefined) => (message === undefined ? undefined : { path, message })

export const missedOf = (schedule: Schedule) => ({ ...usualMissed, ...('missed' in schedule ? schedule.missed : undefined) })

const instant = (ms: number | undefined): Instant | undefined => (ms === undefined ? undefined : new Date(ms).toISOString())

function intervalAfter(everyMs: number, after: number, countedFrom: number): number {
  return countedFrom + Math.max(1, Math.floor((after - countedFrom) / everyMs) + 1) * everyMs
}

const ruleOf = (schedule: Extract<Schedule, { type: 'cron' | 'calendar' }>): WallRule =>
  schedule.type === 'cron' ? cronRule(schedule.cron) : calendarRule(schedule.calendar)

const zoneOf = (schedule: TimedSchedule, { zones, localZone }: When): Zone => zones(schedule.timezone ?? localZone)

function ruleAfter(rule: WallRule, zone: Zone, after: number): number | undefined {
  for (let wall = rule.next(zone.wallAt(after)); wall !== undefined; wall = rule.next(wall)) {
    const due = zone.instantOf(wall)
    if (due > after) return due
  }
  return undefined
}

function* backwards(schedule: TimedSchedule, until: number, when: When): Generator<number> {
  switch (schedule.type) {
    case 'once':
      if (Date.parse(schedule.at) <= until) yield Date.parse(schedule.at)
      return
    case 'interval':
      yield* intervalsBackwards(schedule.everyMs, until, Date.parse(when.countedFrom))
      return
    default:
      yield* ruleBackwards(ruleOf(schedule), zoneOf(schedule, when), until)
  }
}

function* intervalsBackwards(everyMs: number, until: number, countedFrom: number): Generator<number> {
  for (let step = Math.floor((until - countedFrom) / everyMs); step >= 1; step--) yield countedFrom + step * everyMs
}

function* ruleBackwards(rule: WallRule, zone: Zone, until: number): Generator<number> {
  const shown = zone.wallAt(until)
  // In the second pass of a repeated hour, the rest of the hour was due in the first.
  const rest = until - zone.instantOf(shown)
  let last = Number.POSITIVE_INFINITY
  for (let wall = rule.previous(shown + rest + 1); wall !== undefined; wall = rule.previous(wall)) {
    const due = zone.instantOf(wall)
    if (due > until || due === last) continue
    last = due
    yield due
  }
}

import type { Failure } from '../../../shared/model/failure.ts'
import type { Result } from '../../../shared/model/result.ts'
import type { Schedule } from '../../../shared/model/schedule.ts'
import type { Instant } from '../../../shared/model/time.ts'
import type { Task } from '../../../shared/model/task.ts'
import { nextFire, scheduleProblem, type When } from '../../domain/schedule.ts'
import { createZones } from '../../domain/zone.ts'
import type { Clock } from '../../ports/clock.ts'
import type { Deps } from '../deps.ts'
import { invalid } from '../failures.ts'
import { localZone } from '../clock.ts'

/*
 * When a task fires next, kept beside it from the moment that its schedule is saved.
 */

/**
 * How schedules are read, for the life of the engine. The machine's zone is looked up once a minute: asking for it costs more
 * than starting what is due.
 */
export const createReading = (clock: Clock): ((countedFrom: Instant) => When) => {
  const zones = createZones()
  const kept = { minute: '', zone: '' }
  const zoneNow = (): string => {
    const minute = clock.now().slice(0, 'yyyy-mm-ddThh:mm'.length)
    if (minute !== kept.minute) Object.assign(kept, { minute, zone: localZone() })
    return kept.zone
  }
  return (countedFrom) => ({ zones, localZone: zoneNow(), countedFrom })
}

/** A schedule that cannot be computed, or never is due, is refused before it is saved. */
export function badSchedule(
  { clock }: Pick<Deps, 'clock'>,
  schedule: Schedule | undefined,
  before?: Schedule,
): Extract<Result<never, Failure>, { ok: false }> | undefined {
  if (!schedule || (before && same(schedule, before))) return undefined
  const problem = scheduleProblem(schedule, clock.now())
  if (problem) return invalid(`schedule.${problem.path}`, problem.message)
  return undefined
}

const same = (one: Schedule, other: Schedule): boolean => JSON.stringify(one) === JSON.stringify(other)

/** Writes down when the task fires next, where its schedule is new. Within the transaction that saves the task. */
export function planTask(
  { store, clock, reading, replanned }: Pick<Deps, 'store' | 'clock' | 'reading' | 'replanned'>,
  { id, schedule }: Pick<Task, 'id' | 'schedule'>,
  before?: Schedule,
): void {
  if (before && same(schedule, before)) return
  const now = clock.now()
  if (schedule.type === 'manual' || schedule.type === 'sequential') store.schedules.clear(id)
  else store.schedules.set(id, nextFire(schedule, now, reading(now)) ?? null)
  replanned.notify()
}

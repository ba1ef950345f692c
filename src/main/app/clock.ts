import { newId } from '../../shared/machine/ids.ts'
import type { Clock } from '../ports/clock.ts'

/** The one place that reads the time and throws dice. */
export const systemClock: Clock = {
  now: () => new Date().toISOString(),
  newId,
}

/** The zone of a schedule that names none. */
export const localZone = (): string => Intl.DateTimeFormat().resolvedOptions().timeZone

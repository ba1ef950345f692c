import { randomUUID } from 'node:crypto'
import type { Clock } from '../ports/clock.ts'

/** The one place that reads the time and throws dice. */
export const systemClock: Clock = {
  now: () => new Date().toISOString(),
  newId: () => uuidv7(Date.now(), randomUUID()),
}

/** The zone of a schedule that names none. */
export const localZone = (): string => Intl.DateTimeFormat().resolvedOptions().timeZone

/** RFC 9562, section 5.7: 48 bits of milliseconds, then the chance of a UUIDv4, which has its variant in the same place. */
export function uuidv7(unixMs: number, uuidv4: string): string {
  const time = unixMs.toString(16).padStart(12, '0')
  return `${time.slice(0, 8)}-${time.slice(8)}-7${uuidv4.slice(15)}`
}

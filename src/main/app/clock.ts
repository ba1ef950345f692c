import { randomBytes } from 'node:crypto'
import type { Clock } from '../ports/clock.ts'

/** The one place that reads the time and throws dice. */
export const systemClock: Clock = {
  now: () => new Date().toISOString(),
  newId: () => uuidv7(Date.now(), randomBytes(10)),
}

/** The zone of a schedule that names none. */
export const localZone = (): string => Intl.DateTimeFormat().resolvedOptions().timeZone

/** RFC 9562, section 5.7: 48 bits of milliseconds, then chance. */
export function uuidv7(unixMs: number, chance: Uint8Array): string {
  const time = unixMs.toString(16).padStart(12, '0')
  const hex = Buffer.from(chance).toString('hex')
  const variant = ((Number.parseInt(hex.slice(4, 5), 16) & 0x3) | 0x8).toString(16)
  return `${time.slice(0, 8)}-${time.slice(8)}-7${hex.slice(1, 4)}-${variant}${hex.slice(5, 8)}-${hex.slice(8, 20)}`
}

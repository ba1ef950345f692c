import { z } from 'zod'

/** A moment: ISO 8601, UTC, milliseconds and `Z`, so that text order is time order. */
export const Instant = z.iso.datetime({ precision: 3 }).meta({ description: 'ISO 8601 in UTC with milliseconds' })
export type Instant = z.infer<typeof Instant>

/** A moment as people and programs write it, in any precision and with any offset; what comes of it is an `Instant`. */
export const GivenInstant = z.iso
  .datetime({ offset: true, error: 'must be a moment with its zone, such as 2026-11-26T09:00:00Z or 2026-11-26T10:00:00+01:00' })
  .overwrite(asInstant)
  .meta({ description: 'ISO 8601 with Z or an offset; kept in UTC with milliseconds' })

function asInstant(given: string): Instant {
  const milliseconds = Date.parse(given)
  return Number.isNaN(milliseconds) ? given : new Date(milliseconds).toISOString()
}

/** A duration in whole milliseconds. Fields that hold one end in `Ms`. */
export const DurationMs = z.int().min(0)
export type DurationMs = z.infer<typeof DurationMs>

/** A limit on how long an attempt may take: at least a second, at most thirty days. */
export const TimeLimitMs = z.int().min(1_000).max(2_592_000_000)

import { z } from 'zod'

/** A moment: ISO 8601, UTC, milliseconds and `Z`, so that text order is time order. */
export const Instant = z.iso.datetime({ precision: 3 }).meta({ description: 'ISO 8601 in UTC with milliseconds' })
export type Instant = z.infer<typeof Instant>

/** A duration in whole milliseconds. Fields that hold one end in `Ms`. */
export const DurationMs = z.int().min(0)
export type DurationMs = z.infer<typeof DurationMs>

/** A limit on how long an attempt may take: at least a second, at most thirty days. */
export const TimeLimitMs = z.int().min(1_000).max(2_592_000_000)

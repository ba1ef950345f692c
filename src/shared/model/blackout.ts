import { z } from 'zod'
import { TimeOfDay, TimeZone } from './schedule.ts'

/** A time of day in which nothing starts by itself. One that ends before it begins lasts over midnight. */
export const Blackout = z.strictObject({
  from: TimeOfDay,
  to: TimeOfDay,
  days: z
    .array(z.int().min(1).max(7))
    .min(1)
    .max(7)
    .optional()
    .meta({ description: 'On which it begins, 1 = Monday … 7 = Sunday; every day otherwise' }),
  timezone: TimeZone.optional().meta({ description: 'IANA name; the machine’s own otherwise' }),
})
export type Blackout = z.infer<typeof Blackout>

export const Blackouts = z.array(Blackout).max(100)

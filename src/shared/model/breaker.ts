import { z } from 'zod'
import { Instant } from './time.ts'

/** Set while a task’s own triggers are stopped, because it failed so often in a row. */
export const Breaker = z
  .object({
    failures: z.int().meta({ description: 'In a row' }),
    openSince: Instant,
  })
  .meta({ id: 'Breaker' })
export type Breaker = z.infer<typeof Breaker>

export const mostFailuresInRow = 1_000
export const FailuresInRow = z.int().min(0).max(mostFailuresInRow)

import { z } from 'zod'

/** One part's state: `ok`, `off` where it is not in use, or `down` with what is wrong. */
export const HealthCheck = z.object({ status: z.enum(['ok', 'off', 'down']), message: z.string() })
export type HealthCheck = z.infer<typeof HealthCheck>

export const Health = z
  .object({
    status: z.enum(['healthy', 'degraded']),
    version: z.string(),
    checks: z.object({ database: HealthCheck, agent: HealthCheck, bus: HealthCheck, scheduler: HealthCheck }),
  })
  .meta({ id: 'Health' })
export type Health = z.infer<typeof Health>

import { z } from 'zod'
import { Instant } from './time.ts'

/** One row of the audit trail: every change of state of every entity writes one, with the change. */
export const Transition = z
  .object({
    entity: z.enum(['job', 'task', 'run', 'worker', 'user']),
    entityId: z.string(),
    /** Null for the very first state. */
    from: z.string().nullable(),
    to: z.string(),
    reason: z.string(),
    actor: z.string(),
    requestId: z.string(),
    time: Instant,
  })
  .meta({ id: 'Transition' })
export type Transition = z.infer<typeof Transition>

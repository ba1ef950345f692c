import { z } from 'zod'

/** What a user's place in the queue is worth. The machine's owner has none: local use is not limited by tiers. */
export const Tier = z.enum(['bootstrapper', 'partner', 'cto_scale'])
export type Tier = z.infer<typeof Tier>

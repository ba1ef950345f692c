import { z } from 'zod'
import { Tier } from './tier.ts'

/** What a tier limits, each a setting `tiers.<tier>.<limit>`. */
const limits = {
  boost: z.int().min(0).max(1_000).meta({ description: 'How many places in the queue a goal job of this tier jumps' }),
  jobs_per_day: z
    .int()
    .min(1)
    .max(1_000_000)
    .meta({ description: 'Goal jobs per user and day (UTC); further ones are scheduled for the next day' }),
  per_user: z.int().min(1).max(10_000).meta({ description: 'Goal jobs of one user that go on at the same time' }),
  per_project: z.int().min(1).max(10_000).meta({ description: 'Goal jobs of one project that go on at the same time' }),
  iterations_per_batch: z
    .int()
    .min(1)
    .max(1_000)
    .meta({ description: 'Passes through the pipeline before somebody has to confirm; three batches are the most' }),
  first_estimate_s: z
    .int()
    .min(1)
    .max(86_400)
    .meta({ description: 'How long a goal job is thought to take before one has succeeded, in seconds' }),
}
type Limit = keyof typeof limits
export type TierSettingName = `tiers.${Tier}.${Limit}`

const usual: Readonly<Record<Tier, Readonly<Record<Limit, number>>>> = {
  bootstrapper: { boost: 0, jobs_per_day: 5, per_user: 2, per_project: 2, iterations_per_batch: 2, first_estimate_s: 480 },
  partner: { boost: 2, jobs_per_day: 50, per_user: 3, per_project: 3, iterations_per_batch: 3, first_estimate_s: 600 },
  cto_scale: { boost: 5, jobs_per_day: 200, per_user: 10, per_project: 5, iterations_per_batch: 5, first_estimate_s: 900 },
}

const forEach = <Value>(of: (tier: Tier, limit: Limit) => Value): Record<TierSettingName, Value> =>
  Object.fromEntries(
    Tier.options.flatMap((tier) => (Object.keys(limits) as Limit[]).map((limit) => [`tiers.${tier}.${limit}`, of(tier, limit)])),
  ) as
    // Every tier and every limit was walked, so every name is there.
    Record<TierSettingName, Value>

export const tierSchemas = forEach((_tier, limit): z.ZodInt => limits[limit])
export const usualTierSettings = forEach((tier, limit) => usual[tier][limit])

import { z } from 'zod'

/** What old runs and ticks are let go of by; null keeps them. A rule acts on what is there already, too. */
export const retentionSchemas = {
  'retention.age_days': z.int().min(1).max(36_500).nullable().meta({
    description:
      'Runs that ended longer ago than so many days go, with their logs. null for no limit. Pinned runs and the newest one of each task always stay',
  }),
  'retention.runs_per_task': z
    .int()
    .min(1)
    .max(1_000_000)
    .nullable()
    .meta({ description: 'So many ended runs of each task stay, the newest ones; older ones go, with their logs. null for no limit' }),
  'retention.log_bytes': z.int().min(0).max(1_000_000_000_000_000).nullable().meta({
    description:
      'When the logs of ended runs take more than this on disk together, the oldest runs go until they do not. null for no limit. Logs of pinned runs do not count',
  }),
  'retention.tick_days': z
    .int()
    .min(1)
    .max(36_500)
    .nullable()
    .meta({ description: 'What became of occurrences of schedules is forgotten after so many days. null for never' }),
} as const

/** Only what nobody reads again goes by itself; the rest is for people to decide. */
export const usualRetention = {
  'retention.age_days': null,
  'retention.runs_per_task': null,
  'retention.log_bytes': 20 * 1_073_741_824,
  'retention.tick_days': 90,
} as const

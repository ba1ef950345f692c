import { z } from 'zod'
import { JobId } from './ids.ts'
import { deepestJob } from './job.ts'
import { Instant } from './time.ts'

export const Depth = z.int().min(0).max(deepestJob)

/** How many workers jobs of one depth may hold together. */
export const Quota = z.object({ depth: Depth, maxWorkers: z.int() }).meta({ id: 'Quota' })
export type Quota = z.infer<typeof Quota>

export const QuotaLevel = z.enum(['calm', 'warning', 'critical'])
export type QuotaLevel = z.infer<typeof QuotaLevel>

export const DepthUsage = z
  .object({
    depth: Depth,
    maxWorkers: z.int(),
    allocated: z.int(),
    available: z.int(),
    level: QuotaLevel.meta({ description: 'warning from 80 % of the quota on, critical from 90 %' }),
  })
  .meta({ id: 'DepthUsage' })
export type DepthUsage = z.infer<typeof DepthUsage>

/** Workers granted to a job at a depth. */
export const Allocation = z
  .object({
    jobId: JobId,
    jobName: z.string(),
    depth: Depth,
    workers: z.int(),
    createdAt: Instant,
    updatedAt: Instant,
  })
  .meta({ id: 'Allocation', description: 'Workers granted to a job at a depth' })
export type Allocation = z.infer<typeof Allocation>

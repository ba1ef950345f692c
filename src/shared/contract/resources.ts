import { z } from 'zod'
import { JobId } from '../model/ids.ts'
import { Allocation, Depth, DepthUsage, Quota } from '../model/resources.ts'
import { mostWorkers } from '../model/settings.ts'
import { command, pageInput, pageOf, query } from './operation.ts'

const page = z.strictObject(pageInput)

export const resources = {
  quotas: query({
    summary: 'How many workers jobs of each depth may hold',
    route: 'GET /api/resources/quotas',
    scope: 'resources:read',
    input: page,
    output: pageOf('quotas', Quota),
  }),
  setQuota: command({
    summary: 'Change the quota of a depth; what is held already stays',
    route: 'PUT /api/resources/quotas/:depth',
    scope: 'resources:write',
    input: z.strictObject({ depth: Depth, maxWorkers: z.int().min(0).max(mostWorkers) }),
    output: Quota,
    example: { maxWorkers: 10 },
  }),
  usage: query({
    summary: 'How many workers of each depth are held, and free',
    route: 'GET /api/resources/usage',
    scope: 'resources:read',
    input: page,
    output: pageOf('usage', DepthUsage),
  }),
  allocations: query({
    summary: 'Which jobs hold workers',
    route: 'GET /api/resources/allocations',
    scope: 'resources:read',
    input: page,
    output: pageOf('allocations', Allocation),
  }),
  allocate: command({
    summary: 'Grant workers to a job: as many as are free, at most as many as it asks for',
    route: 'POST /api/resources/allocate',
    scope: 'resources:write',
    success: 201,
    input: z.strictObject({ jobId: JobId, depth: Depth, workerCount: z.int().min(1).max(1_000) }),
    output: z.object({ jobId: JobId, depth: Depth, requested: z.int(), granted: z.int() }),
    failures: ['not_found', 'conflict', 'insufficient_resources'],
    example: { jobId: '01920000-0000-7000-8000-000000000000', depth: 0, workerCount: 2 },
  }),
  release: command({
    summary: 'Give back the workers that a job holds, of one depth or of all; a second time there are none',
    route: 'POST /api/resources/release',
    scope: 'resources:write',
    input: z.strictObject({ jobId: JobId, depth: Depth.optional() }),
    output: z.object({ released: z.int() }),
    failures: ['not_found'],
    example: { jobId: '01920000-0000-7000-8000-000000000000' },
  }),
}

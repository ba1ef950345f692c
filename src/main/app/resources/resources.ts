import type { Failure } from '../../../shared/model/failure.ts'
import type { JobId } from '../../../shared/model/ids.ts'
import type { JobStatus } from '../../../shared/model/job.ts'
import { fail, ok, type Result } from '../../../shared/model/result.ts'
import { grant, heldAt, levelOf, usageOf } from '../../domain/resources.ts'
import type { Deps } from '../deps.ts'
import type { Handlers } from '../handler.ts'
import { depthRoom } from './depth-room.ts'
import { conflict, notFound } from '../failures.ts'
import { visibleTo } from '../visible.ts'

type Parts = Pick<Deps, 'store' | 'clock' | 'settings'>

/** @param warn tells an operator that a quota is nearly used up */
export const resourceHandlers = (deps: Deps, warn: (message: string) => void): Handlers<'resources'> => ({
  quotas: (page) =>
    ok({
      quotas: partOf(
        quotas(deps).map((maxWorkers, depth) => ({ depth, maxWorkers })),
        page,
      ),
      total: quotas(deps).length,
      ...page,
    }),
  setQuota: ({ depth, maxWorkers }) => {
    deps.store.writeSetting(
      'resources.quotas',
      quotas(deps).map((old, at) => (at === depth ? maxWorkers : old)),
    )
    deps.store.journal.append({ type: 'settings.updated' })
    return ok({ depth, maxWorkers })
  },
  usage: (page) => ok({ usage: partOf(usageOf(depthRoom(deps)), page), total: quotas(deps).length, ...page }),
  allocations: ({ limit, offset }, caller) => {
    const { items, total } = deps.store.allocations.list(visibleTo(caller), { limit, offset })
    return ok({ allocations: [...items], total, limit, offset })
  },
  allocate: (input) => allocate(deps, input, warn),
  release: ({ jobId, depth }) =>
    deps.store.jobs.brief(jobId) ? ok({ released: releaseAllocations(deps, jobId, depth) }) : notFound('job', jobId),
})

const quotas = ({ settings }: Parts): readonly number[] => settings()['resources.quotas']

const partOf = <Item>(items: readonly Item[], { limit, offset }: { readonly limit: number; readonly offset: number }): Item[] =>
  items.slice(offset, offset + limit)

interface Asked {
  readonly jobId: JobId
  readonly depth: number
  readonly workerCount: number
}
interface Granted {
  jobId: JobId
  depth: number
  requested: number
  granted: number
}

/** Within a transaction: what was free when it was counted is free when it is taken. */
function allocate(parts: Parts, { jobId, depth, workerCount }: Asked, warn: (message: string) => void): Result<Granted, Failure> {
  const { store, clock } = parts
  const job = store.jobs.brief(jobId)
  if (!job) return notFound('job', jobId)
  if (isOver(job.status)) return conflict(`“${job.name}” has ended (${job.status}): it can hold no workers. Run it again first.`)
  const maxWorkers = quotas(parts)[depth] ?? 0
  const before = heldAt(depthRoom(parts), depth)
  const granted = grant(workerCount, before, maxWorkers)
  if (granted === 0)
    return fail({
      kind: 'insufficient_resources',
      message: `No worker of depth ${depth} is free: ${before} of ${maxWorkers} are held. Release some, or raise the quota.`,
    })
  store.allocations.add({ jobId, depth, workers: granted, at: clock.now() })
  store.journal.append({ type: 'resources.updated', jobId })
  const level = levelOf(before + granted, maxWorkers)
  if (level !== 'calm' && level !== levelOf(before, maxWorkers)) {
    store.journal.append({ type: 'resources.warning', jobId })
    warn(`${before + granted} of ${maxWorkers} workers of depth ${depth} are held (${level})`)
  }
  return ok({ jobId, depth, requested: workerCount, granted })
}

export const isOver = (status: JobStatus): boolean => status === 'completed' || status === 'failed' || status === 'cancelled'

/** Gives back what a job holds: by hand, and at any end of the job. Within a transaction. */
export function releaseAllocations({ store }: Pick<Deps, 'store'>, jobId: JobId, depth?: number): number {
  const released = store.allocations.release(jobId, depth)
  if (released > 0) store.journal.append({ type: 'resources.updated', jobId })
  return released
}

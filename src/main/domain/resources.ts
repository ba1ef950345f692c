import type { JobId } from '../../shared/model/ids.ts'
import type { DepthUsage, QuotaLevel } from '../../shared/model/resources.ts'

const warnAt = 0.8
const alarmAt = 0.9

/** How full a quota is. One that grants nothing is full only when it was made smaller than what is held. */
export function levelOf(allocated: number, maxWorkers: number): QuotaLevel {
  if (allocated === 0) return 'calm'
  if (allocated >= maxWorkers * alarmAt) return 'critical'
  return allocated >= maxWorkers * warnAt ? 'warning' : 'calm'
}

/** Nothing is free where a quota was made smaller than what is held. */
export const freeAt = (allocated: number, maxWorkers: number): number => Math.max(0, maxWorkers - allocated)

/** As many as are free, at most as many as were asked for. */
export const grant = (requested: number, allocated: number, maxWorkers: number): number =>
  Math.min(requested, freeAt(allocated, maxWorkers))

/** What one job has of one depth: workers that were granted to it, and workers that its runs have now. */
export interface JobWorkers {
  readonly jobId: JobId
  readonly depth: number
  readonly granted: number
  readonly working: number
}

/** How full the quotas of the depths are. */
export interface DepthRoom {
  readonly quotas: readonly number[]
  readonly workers: readonly JobWorkers[]
}

/** A job's runs use what was granted to it first; what they have beyond that counts besides. */
const heldBy = ({ granted, working }: JobWorkers): number => Math.max(granted, working)

export const heldAt = ({ workers }: Pick<DepthRoom, 'workers'>, depth: number): number =>
  workers.reduce((sum, one) => (one.depth === depth ? sum + heldBy(one) : sum), 0)

type Place = Pick<JobWorkers, 'jobId' | 'depth'>

/** Whether one more run of the job would need a worker that is not there. */
export function isDepthFull(room: DepthRoom, { jobId, depth }: Place): boolean {
  const own = room.workers.find((one) => one.jobId === jobId && one.depth === depth)
  if (own && own.working < own.granted) return false
  return freeAt(heldAt(room, depth), room.quotas[depth] ?? 0) === 0
}

/** The same, after one more run of the job has started. */
export function withWorker(room: DepthRoom, { jobId, depth }: Place): DepthRoom {
  const isOwn = (one: Place): boolean => one.jobId === jobId && one.depth === depth
  if (!room.workers.some(isOwn)) return { ...room, workers: [...room.workers, { jobId, depth, granted: 0, working: 1 }] }
  return { ...room, workers: room.workers.map((one) => (isOwn(one) ? { ...one, working: one.working + 1 } : one)) }
}

export const usageOf = ({ quotas, workers }: DepthRoom): DepthUsage[] =>
  quotas.map((maxWorkers, depth) => {
    const allocated = heldAt({ workers }, depth)
    return { depth, maxWorkers, allocated, available: freeAt(allocated, maxWorkers), level: levelOf(allocated, maxWorkers) }
  })

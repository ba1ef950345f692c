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
export const grant = (requested: number, allocated: number, maxWorkers: number): number => Math.min(requested, freeAt(allocated, maxWorkers))

export const usageOf = (quotas: readonly number[], held: ReadonlyMap<number, number>): DepthUsage[] => quotas.map((maxWorkers, depth) => {
  const allocated = held.get(depth) ?? 0
  return { depth, maxWorkers, allocated, available: freeAt(allocated, maxWorkers), level: levelOf(allocated, maxWorkers) }
})

import type { EstimatedWait } from '../../shared/model/goal.ts'
import type { Settings } from '../../shared/model/settings.ts'
import type { Tier } from '../../shared/model/tier.ts'
import type { Instant } from '../../shared/model/time.ts'
import { chanceOf } from './chance.ts'

/*
 * What a tier is worth, and how long the queue takes.
 */

export interface TierLimits {
  readonly boost: number
  /** Null where nothing limits it. */
  readonly jobsPerDay: number | null
  readonly perUser: number
  readonly perProject: number
  readonly batch: number
  readonly hardCap: number
  readonly firstEstimateS: number
}

const batchesAtMost = 3

/** Who has no tier has the limits of the first one, but for the daily one. */
export function limitsOf(tier: Tier | null, settings: Settings): TierLimits {
  const name = tier ?? 'bootstrapper'
  const batch = settings[`tiers.${name}.iterations_per_batch`]
  return {
    boost: settings[`tiers.${name}.boost`],
    jobsPerDay: tier === null ? null : settings[`tiers.${name}.jobs_per_day`],
    perUser: settings[`tiers.${name}.per_user`],
    perProject: settings[`tiers.${name}.per_project`],
    batch,
    hardCap: batch * batchesAtMost,
    firstEstimateS: settings[`tiers.${name}.first_estimate_s`],
  }
}

const dayMs = 86_400_000
const longestJitterMs = 3_600_000

export const dayOf = (now: Instant): string => now.slice(0, 10)

export const nextMidnight = (now: Instant): Instant => new Date(Date.parse(`${dayOf(now)}T00:00:00.000Z`) + dayMs).toISOString()

/** After the next midnight UTC, with a delay of up to an hour that an id always gives again. */
export const promotionAt = (now: Instant, id: string): Instant =>
  new Date(Date.parse(nextMidnight(now)) + Math.floor(chanceOf(id) * (longestJitterMs + 1))).toISOString()

const weightOfNewest = 0.3

export const averaged = (average: number, newest: number): number => average + weightOfNewest * (newest - average)

const shortest = 0.7
const longest = 1.3
const confidentBelow = 10

/** @param position 1-based place in the queue @param running goal jobs that go on now */
export function estimatedWait({
  averageS,
  position,
  running,
}: {
  readonly averageS: number
  readonly position: number
  readonly running: number
}): EstimatedWait {
  const estimate = (averageS * position) / Math.max(1, running)
  const lowerBound = Math.round(estimate * shortest)
  const upperBound = Math.round(estimate * longest)
  return {
    estimateSeconds: Math.round(estimate),
    lowerBound,
    upperBound,
    message: `${inWords(lowerBound)}-${inWords(upperBound)}`,
    confidence: position < confidentBelow ? 'medium' : 'low',
  }
}

const minuteS = 60
const hourS = 3_600

export function inWords(seconds: number): string {
  if (seconds < minuteS) return counted(seconds, 'second')
  if (seconds < hourS) return counted(Math.round(seconds / minuteS), 'minute')
  return counted(Math.round(seconds / hourS), 'hour')
}

const counted = (count: number, unit: string): string => `${count} ${unit}${count === 1 ? '' : 's'}`

import type { RunStatus } from '../../../shared/model/run.ts'
import type { Instant } from '../../../shared/model/time.ts'
import { dayOf, nextMidnight } from '../../domain/capacity.ts'
import { readinessOf } from '../../domain/dependencies.ts'
import type { WaitingRun } from '../../ports/runs.ts'
import type { Deps } from '../deps.ts'

type Parts = Pick<Deps, 'store' | 'clock' | 'settings'>

/** Why a waiting run may not start yet, whatever room there is. `never` says that it can no longer start at all. */
export interface Hold {
  readonly why: string
  /** When it is over, where time ends it. */
  readonly until: Instant | null
  readonly never: boolean
}

/** Judges waiting runs, with what it looks up remembered for as long as it is used: one round of admission. */
export function createHolds(parts: Parts): (run: WaitingRun) => Hold | null {
  const now = parts.clock.now()
  const once = remembered()
  return (run) => ofTime(run, now) ?? ofProfile(parts, run, now, once) ?? ofMoney(parts, run, now, once) ?? ofSequence(parts, run)
}

type Once = ReturnType<typeof remembered>

function remembered() {
  const known = new Map<string, Hold | null>()
  return (key: string, look: () => Hold | null): Hold | null => {
    const found = known.get(key)
    if (found !== undefined) return found
    const hold = look()
    known.set(key, hold)
    return hold
  }
}

const until = (why: string, instant: Instant): Hold => ({ why, until: instant, never: false })

const ofTime = ({ notBefore }: WaitingRun, now: Instant): Hold | null =>
  notBefore !== null && notBefore > now ? until(`its next attempt, due at ${notBefore}`, notBefore) : null

function ofProfile({ store }: Parts, { profileId }: WaitingRun, now: Instant, once: Once): Hold | null {
  if (!profileId) return null
  return once(`profile ${profileId}`, () => {
    const profile = store.profiles.find(profileId)
    if (!profile?.parkedUntil || profile.parkedUntil <= now) return null
    return until(`the rate limit of the profile “${profile.name}”, which ends at ${profile.parkedUntil}`, profile.parkedUntil)
  })
}

/** What was spent since midnight UTC holds back what might spend more. */
function ofMoney({ store, settings }: Parts, { taskId, profileId, spendsMoney }: WaitingRun, now: Instant, once: Once): Hold | null {
  if (!spendsMoney) return null
  const midnight = `${dayOf(now)}T00:00:00.000Z`
  const tomorrow = nextMidnight(now)
  const over = (whose: string, limit: number | null | undefined, spent: () => number): Hold | null => {
    if (limit === null || limit === undefined) return null
    const sum = spent()
    return sum >= limit ? until(`tomorrow (UTC): ${whose} has spent $${sum.toFixed(2)} of its $${limit.toFixed(2)} today`, tomorrow) : null
  }
  return (
    once('money', () => over('Yardmaster', settings()['spend.per_day_usd'], () => store.runs.spent({ since: midnight }))) ??
    once(`money of task ${taskId}`, () =>
      over('this task', store.tasks.find(taskId)?.spendLimit?.perDayUsd, () => store.runs.spent({ since: midnight, taskId })),
    ) ??
    (profileId &&
      once(`money of profile ${profileId}`, () =>
        over('its profile', store.profiles.find(profileId)?.spendLimit?.perDayUsd, () => store.runs.spent({ since: midnight, profileId })),
      )) ??
    null
  )
}

/** Within a run of its job a run waits for what its task depends on, and for the further attempts of what stops the job. */
function ofSequence({ store }: Parts, { id, sequenceId, dependsOn, stopsAtFailure, trigger }: WaitingRun): Hold | null {
  if (!sequenceId) return null
  if (dependsOn.length > 0) {
    const newest: ReadonlyMap<string, RunStatus> = store.runs.newestInSequence(sequenceId)
    const readiness = readinessOf(dependsOn, (taskId) => newest.get(taskId))
    if (readiness === 'impossible') return { why: 'what it depends on did not end as it needs it', until: null, never: true }
    if (readiness === 'waiting') return { why: 'the tasks that it depends on', until: null, never: false }
  }
  const retried = stopsAtFailure && trigger !== 'retry' && store.runs.retryWaitingIn(sequenceId, id)
  return retried ? { why: 'the next attempt of a task before it', until: null, never: false } : null
}

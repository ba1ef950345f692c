import { setImmediate } from 'node:timers/promises'
import type { RetentionPreview, RetentionRules } from '../../../shared/contract/retention.ts'
import { ok } from '../../../shared/model/result.ts'
import type { Settings } from '../../../shared/model/settings.ts'
import type { Instant } from '../../../shared/model/time.ts'
import type { Deps } from '../deps.ts'
import type { Handlers } from '../handler.ts'
import { removeLooseLogs } from '../runs/loose-logs.ts'
import { lettingGo, type Rule, type Rules } from './retention-plan.ts'

type Parts = Pick<Deps, 'store' | 'logs' | 'clock' | 'settings'>

export const retentionHandlers = (deps: Deps): Handlers<'retention'> => ({
  preview: async (asked) => ok(await preview(deps, asked)),
  apply: { patient: async () => ok(await applyRetention(deps)) },
})

export interface LetGo {
  readonly runs: number
  readonly logFiles: number
  readonly logBytes: number
  readonly ticks: number
}

/** Lets go of what the settings say, a portion at a time, until all of it is gone or `abort` fires. */
export async function applyRetention(parts: Parts, abort: AbortSignal = new AbortController().signal): Promise<LetGo> {
  const { store } = parts
  const rules = rulesOf(parts, {})
  const sum = { runs: 0, logFiles: 0, logBytes: 0, ticks: await removeTicks(parts, rules.ticksBefore, abort) }
  for (const { runs } of lettingGo(store.retention, rules)) {
    if (abort.aborted) break
    const gone = new Set(
      runs.length === 0
        ? []
        : store.transaction(() => {
            const removed = store.runs.removeEnded(runs.map((run) => run.id))
            if (removed.length > 0) store.journal.append({ type: 'runs.pruned' })
            return removed
          }),
    )
    sum.runs += gone.size
    sum.logFiles += await removeLooseLogs(parts, [...gone])
    for (const run of runs) if (gone.has(run.id)) sum.logBytes += run.logBytes
    await setImmediate()
  }
  return sum
}

const ticksAtOnce = 1_000

async function removeTicks({ store }: Parts, before: Instant | null, abort: AbortSignal): Promise<number> {
  let removed = 0
  while (before !== null && !abort.aborted) {
    const some = store.transaction(() => store.retention.removeTicks(before, ticksAtOnce))
    removed += some
    if (some < ticksAtOnce) break
    await setImmediate()
  }
  return removed
}

async function preview(parts: Parts, asked: RetentionRules): Promise<RetentionPreview> {
  const { retention } = parts.store
  const rules = rulesOf(parts, asked)
  const by: Record<Rule, number> = { age: 0, count: 0, size: 0 }
  const ends = { oldest: null as Instant | null, newest: null as Instant | null }
  let logBytes = 0
  for (const { rule, runs } of lettingGo(retention, rules)) {
    by[rule] += runs.length
    for (const run of runs) {
      logBytes += run.logBytes
      if (ends.oldest === null || run.finishedAt < ends.oldest) ends.oldest = run.finishedAt
      if (ends.newest === null || run.finishedAt > ends.newest) ends.newest = run.finishedAt
    }
    await setImmediate()
  }
  return {
    runs: by.age + by.count + by.size,
    byAge: by.age,
    byCount: by.count,
    bySize: by.size,
    logBytes,
    oldestEnd: ends.oldest,
    newestEnd: ends.newest,
    ticks: rules.ticksBefore === null ? 0 : retention.ticksBefore(rules.ticksBefore),
    pinned: retention.pinned(),
  }
}

const dayMs = 86_400_000

/** As the settings say, but for what was asked for instead. */
function rulesOf({ settings, clock }: Parts, asked: RetentionRules): Rules & { readonly ticksBefore: Instant | null } {
  const now = clock.now()
  const held: Settings = settings()
  const given = <Value>(value: Value | undefined, setting: Value): Value => (value === undefined ? setting : value)
  const ago = (days: number | null): Instant | null => (days === null ? null : new Date(Date.parse(now) - days * dayMs).toISOString())
  return {
    before: ago(given(asked.ageDays, held['retention.age_days'])),
    runsPerTask: given(asked.runsPerTask, held['retention.runs_per_task']),
    logBytes: given(asked.logBytes, held['retention.log_bytes']),
    ticksBefore: ago(given(asked.tickDays, held['retention.tick_days'])),
    today: `${now.slice(0, 10)}T00:00:00.000Z`,
  }
}

import type { Instant } from '../../../shared/model/time.ts'
import type { EndedAfter, OldRun, RetentionStore } from '../../ports/retention.ts'

/** By what ended runs go; null keeps them. */
export interface Rules {
  readonly before: Instant | null
  readonly runsPerTask: number | null
  readonly logBytes: number | null
  /** The beginning of the day, in UTC. */
  readonly today: Instant
}

export type Rule = 'age' | 'count' | 'size'
export interface Portion {
  readonly rule: Rule
  readonly runs: readonly OldRun[]
}

/** As many as one transaction deletes: others have their turn in between. */
const atOnce = 200
const tasksAtOnce = 50

/**
 * What the rules let go of, in portions; each run once. It may be deleted while it is read: whoever only wants to know
 * and whoever acts read the same.
 */
export function* lettingGo(store: RetentionStore, rules: Rules): Generator<Portion> {
  const all = store.logBytes()
  const named = createNamed()
  for (const runs of byAge(store, rules)) yield { rule: 'age', runs: named.add(runs) }
  for (const runs of byCount(store, rules)) yield { rule: 'count', runs: named.add(runs) }
  if (rules.logBytes === null) return
  for (const runs of bySize(store, rules, all - named.bytes() - rules.logBytes, named.has)) yield { rule: 'size', runs: named.add(runs) }
}

function createNamed() {
  const seen = new Set<number>()
  const state = { bytes: 0 }
  return {
    has: (run: OldRun): boolean => seen.has(run.seq),
    bytes: () => state.bytes,
    /** Those that were not named before. */
    add(runs: readonly OldRun[]): readonly OldRun[] {
      const fresh = runs.filter(({ seq }) => !seen.has(seq))
      for (const { seq, logBytes } of fresh) {
        seen.add(seq)
        state.bytes += logBytes
      }
      return fresh
    },
  }
}

function* byAge(store: RetentionStore, { before, today }: Rules): Generator<readonly OldRun[]> {
  if (before !== null) yield* allEnded(store, before, today)
}

const first: EndedAfter = { finishedAt: '', seq: 0 }

function* allEnded(store: RetentionStore, before: Instant | null, today: Instant): Generator<readonly OldRun[]> {
  let after = first
  for (;;) {
    const runs = store.ended({ before, after, today, limit: atOnce })
    const last = runs.at(-1)
    if (!last) return
    after = last
    yield runs
  }
}

function* byCount(store: RetentionStore, { runsPerTask, today }: Rules): Generator<readonly OldRun[]> {
  if (runsPerTask === null) return
  let after = ''
  for (;;) {
    const tasks = store.edges({ keep: runsPerTask, after, limit: tasksAtOnce })
    const last = tasks.at(-1)
    if (!last) return
    after = last.taskId
    for (const { taskId, edge } of tasks) if (edge !== null) yield* upTo(store, { taskId, edge, today })
    // Its readers let others have their turn here, also where nothing goes.
    yield []
  }
}

function* upTo(
  store: RetentionStore,
  of: Pick<Parameters<RetentionStore['upTo']>[0], 'taskId' | 'edge' | 'today'>,
): Generator<readonly OldRun[]> {
  let after = 0
  for (;;) {
    const runs = store.upTo({ ...of, after, limit: atOnce })
    const last = runs.at(-1)
    if (!last) return
    after = last.seq
    yield runs
  }
}

/** The oldest ones, until the excess is gone; runs without a log would not make it less. */
function* bySize(store: RetentionStore, { today }: Rules, excess: number, isNamed: (run: OldRun) => boolean): Generator<readonly OldRun[]> {
  let left = excess
  if (left <= 0) return
  for (const runs of allEnded(store, null, today)) {
    const going: OldRun[] = []
    for (const run of runs) {
      if (left <= 0 || run.logBytes === 0 || isNamed(run)) continue
      left -= run.logBytes
      going.push(run)
    }
    yield going
    if (left <= 0) return
  }
}

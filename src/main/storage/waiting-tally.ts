import type { Sql } from './statements.ts'

/**
 * How many runs wait at each priority, kept for as long as it is known: the place of a new run at the end of a long queue
 * costs no walk along the queue. Whoever changes what waits says so, or forgets it.
 */
export interface WaitingTally {
  /** How many wait at this priority or a higher one. */
  from(priority: number): number
  change(priority: number, by: 1 | -1): void
  forget(): void
}

export function createWaitingTally(sql: Sql): WaitingTally {
  const kept: { counts: Map<number, number> | undefined } = { counts: undefined }
  const read = () =>
    new Map(
      sql
        .all("select priority, count(*) as n from runs indexed by runs_waiting where status = 'queued' group by priority")
        .map((row) => [Number(row['priority']), Number(row['n'])]),
    )
  return {
    from(priority) {
      kept.counts ??= read()
      return [...kept.counts].reduce((sum, [at, count]) => (at >= priority ? sum + count : sum), 0)
    },
    change: (priority, by) => void kept.counts?.set(priority, (kept.counts.get(priority) ?? 0) + by),
    forget() {
      kept.counts = undefined
    },
  }
}

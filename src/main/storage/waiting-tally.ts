import { queueLanes, type QueueLane } from '../../shared/model/run.ts'
import { lanes } from './run-rows.ts'
import type { Sql } from './statements.ts'

/**
 * How many runs wait in each lane at each priority, kept for as long as it is known: the place of a new run at the end of a
 * long queue costs no walk along the queue. Whoever changes what waits says so, or forgets it.
 */
export interface WaitingTally {
  /** How many wait in the lane of runs at this priority or a higher one. */
  from(priority: number): number
  inLane(lane: QueueLane): number
  inAll(): number
  change(lane: QueueLane, priority: number, by: 1 | -1): void
  forget(): void
}

type ByPriority = Map<number, number>

export function createWaitingTally(sql: Sql): WaitingTally {
  const kept: { counts: Readonly<Record<QueueLane, ByPriority>> | undefined } = { counts: undefined }
  const known = () => (kept.counts ??= { goals: read(sql, 'goals'), runs: read(sql, 'runs'), broker: read(sql, 'broker') })
  const inLane = (lane: QueueLane): number => sum([...known()[lane].values()])
  return {
    from: (priority) => sum([...known().runs].map(([at, count]) => (at >= priority ? count : 0))),
    inLane,
    inAll: () => sum(queueLanes.map(inLane)),
    change(lane, priority, by) {
      const counts = kept.counts?.[lane]
      counts?.set(priority, (counts.get(priority) ?? 0) + by)
    },
    forget() {
      kept.counts = undefined
    },
  }
}

const sum = (numbers: readonly number[]): number => numbers.reduce((total, number) => total + number, 0)

const read = (sql: Sql, lane: QueueLane): ByPriority =>
  new Map(
    sql
      .all(`select priority, count(*) as n from runs indexed by ${lanes[lane].index} where ${lanes[lane].holds} group by priority`)
      .map((row) => [Number(row['priority']), Number(row['n'])]),
  )

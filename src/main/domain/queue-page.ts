import type { QueueLane } from '../../shared/model/run.ts'

type InLanes<Value> = Readonly<Record<QueueLane, Value>>

/** A page, and where it begins: of the whole queue, or of a lane. */
interface Part {
  readonly limit: number
  readonly offset: number
}

/** Which part of each lane stands on a page of the queue, in which goal jobs and runs are served in turn, and the broker's follow. */
export function partsOf(inLanes: InLanes<number>, { limit, offset }: Part): InLanes<Part> {
  const begin = firstOf(inLanes, offset)
  const end = firstOf(inLanes, offset + limit)
  const part = (lane: QueueLane): Part => ({ offset: begin[lane], limit: end[lane] - begin[lane] })
  return { goals: part('goals'), runs: part('runs'), broker: part('broker') }
}

/** How many of each lane are among the first so many of the queue. */
function firstOf(inLanes: InLanes<number>, count: number): InLanes<number> {
  const inTurn = Math.min(count, inLanes.goals + inLanes.runs)
  const goals = Math.min(inLanes.goals, Math.max(Math.ceil(inTurn / 2), inTurn - inLanes.runs))
  return { goals, runs: inTurn - goals, broker: Math.min(inLanes.broker, count - inTurn) }
}

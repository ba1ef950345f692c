import fc from 'fast-check'
import { expect, test } from 'vitest'
import { inTurns, otherLane, type Turn } from './admission.ts'
import { partsOf } from './queue-page.ts'

const few = fc.nat(7)

/** The whole queue, one after the other. */
function whole(inLanes: { goals: number; runs: number; broker: number }): string[] {
  const numbered = (lane: string, count: number): string[] => Array.from({ length: count }, (_, index) => `${lane} ${index}`)
  const turn: Turn = { lane: 'goals' }
  const all: string[] = []
  for (const one of inTurns(numbered('goals', inLanes.goals), numbered('runs', inLanes.runs), turn)) {
    turn.lane = otherLane(one.startsWith('goals') ? 'goals' : 'runs')
    all.push(one)
  }
  return [...all, ...numbered('broker', inLanes.broker)]
}

test('a page holds of each lane what the whole queue has there', () => {
  fc.assert(
    fc.property(fc.record({ goals: few, runs: few, broker: few }), fc.nat(25), fc.integer({ min: 1, max: 9 }), (inLanes, offset, limit) => {
      const parts = partsOf(inLanes, { offset, limit })
      const read = Object.entries(parts).flatMap(([lane, part]) =>
        Array.from({ length: part.limit }, (_, index) => `${lane} ${part.offset + index}`),
      )
      expect(read.sort()).toEqual(
        whole(inLanes)
          .slice(offset, offset + limit)
          .sort(),
      )
    }),
  )
})

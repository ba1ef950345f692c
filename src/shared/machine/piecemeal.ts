import { setImmediate } from 'node:timers/promises'

/** So long one piece may keep everybody else waiting. */
const pieceMs = 10

/** Does the work to its end, and lets others have their turn wherever it may rest. */
export async function piecemeal<Value>(work: Generator<unknown, Value>): Promise<Value> {
  let since = performance.now()
  for (let step = work.next(); ; step = work.next()) {
    if (step.done) return step.value
    if (performance.now() - since < pieceMs) continue
    await setImmediate()
    since = performance.now()
  }
}

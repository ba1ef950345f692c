import { randomUUID } from 'node:crypto'

/**
 * An id that nobody else has (UUIDv7), later than all that this process made before: what is looked up by its id, or by the trace it belongs
 * to, is written where the last one was, and not all over the index.
 */
export const newId = orderedIds(Date.now, randomUUID)

/** How many ids of one millisecond stand in order: 12 bits. */
const perMs = 0x1000

/**
 * Ids that sort as they were made, also within a millisecond and when the clock is set back: RFC 9562, section 6.2, method 1, a counter
 * behind the time. Where it is full, the time is taken one millisecond further.
 */
export function orderedIds(now: () => number, uuidv4: () => string): () => string {
  let ms = 0
  let count = 0
  return () => {
    const before = ms
    ms = Math.max(now(), count === perMs - 1 ? ms + 1 : ms)
    count = ms === before ? count + 1 : 0
    return uuidv7(ms, count, uuidv4())
  }
}

/** RFC 9562, section 5.7: 48 bits of milliseconds, 12 bits of order, then the chance of a UUIDv4, which has its variant in the same place. */
function uuidv7(unixMs: number, count: number, uuidv4: string): string {
  const time = unixMs.toString(16).padStart(12, '0')
  return `${time.slice(0, 8)}-${time.slice(8)}-7${count.toString(16).padStart(3, '0')}${uuidv4.slice(18)}`
}

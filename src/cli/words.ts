/*
 * How single values read in a table.
 */

const second = 1_000
const minute = 60 * second
const hour = 60 * minute
const day = 24 * hour

const shapes: Readonly<Record<string, string>> = {
  succeeded: '✓',
  completed: '✓',
  failed: '✗',
  running: '▶',
  in_progress: '▶',
  starting: '▶',
  queued: '…',
  paused: '‖',
  cancelled: '⊘',
  pending: '○',
}

/** A state as shape and word, so that it can be told without colour. */
export const state = (word: string): string => `${shapes[word] ?? '·'} ${word}`

export function ago(instant: string, now: number): string {
  const since = now - Date.parse(instant)
  if (!Number.isFinite(since)) return instant
  if (since <= -second) return `in ${duration(-since)}`
  if (since < minute) return since < 5 * second ? 'now' : `${Math.floor(since / second)} s ago`
  if (since < hour) return `${Math.floor(since / minute)} min ago`
  if (since < day) return `${Math.floor(since / hour)} h ago`
  return `${Math.floor(since / day)} d ago`
}

export function duration(ms: number): string {
  if (ms < minute) return `${(ms / second).toFixed(1)} s`
  if (ms < hour) return `${Math.floor(ms / minute)} min ${Math.floor((ms % minute) / second)} s`
  return `${Math.floor(ms / hour)} h ${Math.floor((ms % hour) / minute)} min`
}

/** A name may hold anything; a cell is one line, and moves no cursor. */
export const oneLine = (text: string): string => text.replace(/[\u0000-\u001f\u007f-\u009f]+/g, ' ')

const shortest = 13

/** How much of these ids must be shown to tell them apart. */
export function shownLength(ids: readonly string[]): number {
  for (let length = shortest; length < 36; length++) {
    if (new Set(ids.map((id) => id.slice(0, length))).size === new Set(ids).size) return length
  }
  return 36
}

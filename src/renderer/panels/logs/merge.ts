import type { LogLine } from '../../../shared/model/log.ts'

/** Both lists as one, in the order of the log; a line that is in both is there once. */
export function merged(known: readonly LogLine[], more: readonly LogLine[]): readonly LogLine[] {
  const first = more[0]
  if (!first) return known
  // New lines come at the end: this is the usual case, and costs no comparing.
  if (first.seq > (known.at(-1)?.seq ?? 0)) return [...known, ...more]
  const bySeq = new Map([...known, ...more].map((line) => [line.seq, line]))
  return [...bySeq.values()].sort((a, b) => a.seq - b.seq)
}

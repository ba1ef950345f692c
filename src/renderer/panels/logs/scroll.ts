/** Lines that a browser can scroll through: 18 pixels each, under its limit of some 33 million pixels. */
const mostLines = 1_500_000

export interface Range {
  /** Number of the first line of the stretch. */
  readonly first: number
  readonly count: number
}

/** The stretch of a log that is scrolled through: all of it, or, of a very long one, the part around a line. */
export function rangeOf(total: number, around: number): Range {
  if (total <= mostLines) return { first: 1, count: total }
  const first = Math.min(Math.max(1, around - mostLines / 2), total - mostLines + 1)
  return { first, count: mostLines }
}

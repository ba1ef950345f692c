/*
 * Where one looks in a log: a line, and how much of it is above the edge. The height of the scrolled area only stands for
 * the lines, since a browser scrolls through some thirty million pixels and no further: what is moved by a hand is moved by
 * as many pixels, what is moved by the bar goes to that part of the log.
 */

export const lineHeight = 18
/** Under what every browser can scroll through. */
export const mostPixels = 12_000_000

export interface Position {
  /** 1-based line at the upper edge. */
  readonly line: number
  /** Pixels of it above the edge. */
  readonly above: number
}

export interface Scrolled {
  readonly total: number
  /** Of the visible part. */
  readonly viewport: number
  /** Of a line: one that was not measured yet has the usual height. */
  readonly heightOf: (line: number) => number
}

export const start: Position = { line: 1, above: 0 }

/** Of the scrolled area. */
export const heightFor = ({ total, viewport }: Scrolled): number => Math.max(viewport, Math.min(mostPixels, total * lineHeight))

/** So many pixels further, or back, but never beyond the ends. */
export function movedBy(scrolled: Scrolled, from: Position, pixels: number): Position {
  const end = endOf(scrolled)
  const to = walk(scrolled, from, pixels)
  return isAfter(to, end) ? end : to
}

/** Where the last line stands at the lower edge. */
export const endOf = (scrolled: Scrolled): Position => walk(scrolled, { line: scrolled.total + 1, above: 0 }, -scrolled.viewport)

export const isAfter = (a: Position, b: Position): boolean => a.line > b.line || (a.line === b.line && a.above > b.above)

function walk({ total, heightOf }: Scrolled, from: Position, pixels: number): Position {
  let line = from.line
  let above = from.above + pixels
  while (above < 0 && line > 1) above += heightOf(--line)
  while (line < total && above >= heightOf(line)) above -= heightOf(line++)
  return { line, above: Math.max(0, above) }
}

/** The part of the log that a place of the bar stands for. */
export function positionAt(scrolled: Scrolled, scrollTop: number): Position {
  const end = endOf(scrolled)
  const room = heightFor(scrolled) - scrolled.viewport
  if (room <= 0 || scrollTop <= 0) return start
  if (scrollTop >= room) return end
  const lines = (scrollTop / room) * linesBefore(scrolled, end)
  const line = Math.floor(lines) + 1
  return { line, above: Math.round((lines - (line - 1)) * scrolled.heightOf(line)) }
}

/** The place of the bar for a position. */
export function scrollTopAt(scrolled: Scrolled, position: Position): number {
  const room = heightFor(scrolled) - scrolled.viewport
  const all = linesBefore(scrolled, endOf(scrolled))
  return all <= 0 ? 0 : Math.min(room, (linesBefore(scrolled, position) / all) * room)
}

const linesBefore = ({ heightOf }: Scrolled, { line, above }: Position): number => line - 1 + above / heightOf(line)

/** The position that has this line in the middle. */
export const centred = (scrolled: Scrolled, line: number): Position =>
  movedBy(scrolled, { line: Math.min(Math.max(1, line), scrolled.total), above: 0 }, -(scrolled.viewport - lineHeight) / 2)

export interface Stretch {
  readonly first: number
  readonly last: number
  /** From the upper edge of the view to the first of these lines. */
  readonly offset: number
}

/** The lines that are drawn for a position: those in sight, and some around them. */
export function stretchAt({ total, viewport, heightOf }: Scrolled, { line, above }: Position, around: number): Stretch {
  const first = Math.max(1, line - around)
  let offset = 0 - above
  for (let before = first; before < line; before++) offset -= heightOf(before)
  let last = line
  for (let bottom = heightOf(line) - above; bottom < viewport && last < total; last++) bottom += heightOf(last + 1)
  return { first, last: Math.min(total, last + around), offset }
}

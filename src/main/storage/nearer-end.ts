import type { Page } from '../ports/page.ts'

/** Where to begin, and whether the rows come in the other order. */
export interface Reading extends Page {
  readonly backwards: boolean
}

/**
 * How a page of a list is read from the end that is nearer: all that is before a page is walked over, and before the last of a
 * million rows that took 0.6 s.
 */
export function fromNearerEnd({ limit, offset }: Page, total: number): Reading {
  if (offset <= total / 2) return { limit, offset, backwards: false }
  const left = Math.max(0, total - offset)
  return { limit: Math.min(limit, left), offset: Math.max(0, left - limit), backwards: true }
}

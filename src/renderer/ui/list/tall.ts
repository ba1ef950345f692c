/*
 * Lists that are taller than a browser scrolls: it goes through some thirty million pixels, and no further. The scrolled area
 * of such a list is lower than its rows together, and each pixel of it stands for a little more than one of theirs.
 */

export interface Tall {
  readonly count: number
  readonly rowHeight: number
  /** Of the part in sight. */
  readonly viewport: number
}

export const mostPixels = 30_000_000

/** Of the scrolled area. */
export const scrolledHeight = ({ count, rowHeight }: Tall): number => Math.min(mostPixels, count * rowHeight)

export const isTall = ({ count, rowHeight }: Tall): boolean => count * rowHeight > mostPixels

/** So many pixels of rows does one pixel of scrolling pass. */
const pace = (list: Tall): number => {
  const room = scrolledHeight(list) - list.viewport
  return room <= 0 ? 1 : (list.count * list.rowHeight - list.viewport) / room
}

/** Where a row stands in the scrolled area, when it is scrolled to there. */
export const topOf = (list: Tall, place: number, scrollTop: number): number =>
  Math.round(place * list.rowHeight - scrollTop * (pace(list) - 1))

/** Where to scroll to so that the row is at the upper edge. */
export const scrollToTop = (list: Tall, place: number): number => (place * list.rowHeight) / pace(list)

/** Where to scroll to so that the row is in sight, by the shortest way. */
export function scrollIntoSight(list: Tall, place: number, scrollTop: number): number {
  const above = topOf(list, place, scrollTop) - scrollTop
  const below = above + list.rowHeight - list.viewport
  const away = above < 0 ? above : Math.max(0, below)
  return scrollTop + away / pace(list)
}

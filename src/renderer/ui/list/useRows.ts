import { useEffect, type RefObject } from 'react'
import { useVirtualizer } from '@tanstack/react-virtual'

interface RowsInput {
  readonly viewport: RefObject<HTMLElement | null>
  readonly count: number
  readonly rowHeight: number
  /** So many rows are drawn above and below what is in sight. */
  readonly margin?: number
}

export interface DrawnRows {
  /** The places of the rows that are drawn, from top to bottom. */
  readonly places: readonly number[]
  readonly first: number
  readonly last: number
  /** Of all rows together. */
  readonly height: number
  /** So many rows fit into the viewport. */
  readonly page: () => number
  /** Brings a row into sight, by the shortest way. */
  readonly scrollTo: (place: number) => void
  readonly bringToTop: (place: number) => void
}

/** Rows of one height, of which only those in sight are drawn. */
export function useRows({ viewport, count, rowHeight, margin = 8 }: RowsInput): DrawnRows {
  const virtual = useVirtualizer({
    count,
    getScrollElement: () => viewport.current,
    estimateSize: () => rowHeight,
    overscan: margin,
  })
  useEffect(() => virtual.measure(), [virtual, rowHeight])
  const places = virtual.getVirtualIndexes()
  return {
    places,
    first: places[0] ?? 0,
    last: places.at(-1) ?? -1,
    height: count * rowHeight,
    page: () => Math.max(1, Math.floor((viewport.current?.clientHeight ?? 0) / rowHeight) - 1),
    scrollTo: (place) => virtual.scrollToIndex(place, { align: 'auto' }),
    bringToTop: (place) => virtual.scrollToIndex(place, { align: 'start' }),
  }
}

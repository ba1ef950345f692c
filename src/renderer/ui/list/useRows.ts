import { useEffect, useState, type RefObject } from 'react'
import { flushSync } from 'react-dom'
import { useVirtualizer } from '@tanstack/react-virtual'
import { isTall, scrolledHeight, scrollIntoSight, scrollToTop, topOf, type Tall } from './tall.ts'

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
  /** Of the scrolled area. */
  readonly height: number
  /** Where a row stands in the scrolled area. */
  readonly topOf: (place: number) => number
  /** So many rows fit into the viewport. */
  readonly page: () => number
  /** Brings a row into sight, by the shortest way. */
  readonly scrollTo: (place: number) => void
  readonly bringToTop: (place: number) => void
}

/** Rows of one height, of which only those in sight are drawn. */
export function useRows({ viewport, count, rowHeight, margin = 8 }: RowsInput): DrawnRows {
  const list = { count, rowHeight, viewport: 0 }
  const height = scrolledHeight(list)
  // In a list that is too tall each row has less than its height of the scrolled area: a few more are drawn than are in sight.
  const share = isTall(list) ? height / count : rowHeight
  const virtual = useVirtualizer({
    count,
    getScrollElement: () => viewport.current,
    estimateSize: () => share,
    overscan: margin,
  })
  useEffect(() => virtual.measure(), [virtual, share])
  const scrollTop = useScrollTop(viewport, isTall(list))
  const places = virtual.getVirtualIndexes()
  const inSight = virtual.scrollRect?.height ?? 0
  const scroll = (to: (now: Tall, from: number) => number): void => {
    const box = viewport.current
    box?.scrollTo({ top: to({ count, rowHeight, viewport: box.clientHeight }, box.scrollTop) })
  }
  return {
    places,
    first: places[0] ?? 0,
    last: places.at(-1) ?? -1,
    height,
    topOf: (place) => topOf({ count, rowHeight, viewport: inSight }, place, scrollTop),
    page: () => Math.max(1, Math.floor((viewport.current?.clientHeight ?? 0) / rowHeight) - 1),
    scrollTo: (place) => scroll((now, from) => scrollIntoSight(now, place, from)),
    bringToTop: (place) => scroll((now) => scrollToTop(now, place)),
  }
}

/** Told at every step, but only where rows stand elsewhere at each: all others move by themselves. */
function useScrollTop(viewport: RefObject<HTMLElement | null>, matters: boolean): number {
  const [scrollTop, setScrollTop] = useState(0)
  useEffect(() => {
    const box = viewport.current
    if (!box || !matters) return
    const onScroll = (): void => flushSync(() => setScrollTop(box.scrollTop))
    box.addEventListener('scroll', onScroll, { passive: true })
    return () => box.removeEventListener('scroll', onScroll)
  }, [viewport, matters])
  return scrollTop
}

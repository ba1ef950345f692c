import { useCallback, useLayoutEffect, useState, type RefObject } from 'react'

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

/** What is drawn changes in steps of so many rows, so that not every pixel of a scroll draws anew. */
const step = 4

/** Rows of one height, of which only those in sight are drawn. It costs what is in sight, however many there are. */
export function useRows({ viewport, count, rowHeight, margin = 8 }: RowsInput): DrawnRows {
  const { from, to } = useSpan(viewport, rowHeight)
  const first = Math.max(0, Math.min(from - margin, count - 1))
  const last = Math.min(count - 1, to + margin)
  const page = useCallback(() => Math.max(1, Math.floor((viewport.current?.clientHeight ?? 0) / rowHeight) - 1), [viewport, rowHeight])
  const bringToTop = useCallback((place: number) => viewport.current?.scrollTo({ top: place * rowHeight }), [viewport, rowHeight])
  const scrollTo = useCallback(
    (place: number): void => {
      const element = viewport.current
      if (!element) return
      const least = (place + 1) * rowHeight - element.clientHeight
      element.scrollTo({ top: Math.min(place * rowHeight, Math.max(least, element.scrollTop)) })
    },
    [viewport, rowHeight],
  )
  const places = Array.from({ length: Math.max(0, last - first + 1) }, (_, index) => first + index)
  return { places, first, last, height: count * rowHeight, page, scrollTo, bringToTop }
}

/** The first and the last row that are in sight, or would be if there were so many. */
function useSpan(viewport: RefObject<HTMLElement | null>, rowHeight: number): { readonly from: number; readonly to: number } {
  const [span, setSpan] = useState({ from: 0, to: 0 })
  useLayoutEffect(() => {
    const element = viewport.current
    if (!element) return
    const look = (): void => {
      const from = Math.floor(element.scrollTop / rowHeight / step) * step
      const to = Math.ceil((element.scrollTop + element.clientHeight) / rowHeight / step) * step
      setSpan((now) => (now.from === from && now.to === to ? now : { from, to }))
    }
    look()
    const resized = new ResizeObserver(look)
    resized.observe(element)
    element.addEventListener('scroll', look, { passive: true })
    return () => {
      resized.disconnect()
      element.removeEventListener('scroll', look)
    }
  }, [viewport, rowHeight])
  return span
}

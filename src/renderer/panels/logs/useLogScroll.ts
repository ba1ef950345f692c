import { useCallback, useEffect, useLayoutEffect, useMemo, useRef, useState, type RefObject } from 'react'
import {
  centred,
  endOf,
  heightFor,
  isAfter,
  movedBy,
  positionAt,
  scrollTopAt,
  start,
  stretchAt,
  type Position,
  type Scrolled,
  type Stretch,
} from './scroll.ts'
import { useLineHeights, useSize } from './useSizes.ts'

export interface LogScroll {
  /** Of the scrolled area. */
  readonly height: number
  readonly stretch: Stretch
  /** Where the first drawn line stands in the scrolled area. */
  readonly top: number
  readonly onScroll: () => void
  /** A hand is on the scroll bar, or off it. */
  readonly onBar: (held: boolean) => void
  readonly goTo: (place: number) => void
}

interface Asked {
  readonly viewport: RefObject<HTMLElement | null>
  /** Holds the drawn lines. */
  readonly lines: RefObject<HTMLElement | null>
  readonly total: number
  readonly following: boolean
  readonly setFollowing: (following: boolean) => void
  /** Lines have heights of their own. */
  readonly wrapped: boolean
}

/** Lines drawn above and below those in sight. */
const around = 24
const restsAfterMs = 160

/** Turns what a browser scrolls into a place in the log, see scroll.ts. At the end, while following, it stays at the end. */
export function useLogScroll({ viewport, lines, total, following, setFollowing, wrapped }: Asked): LogScroll {
  const size = useSize(viewport)
  const heightOf = useLineHeights(lines, wrapped, size.width)
  const scrolled = useMemo<Scrolled>(() => ({ total, viewport: size.height, heightOf }), [total, size.height, heightOf])
  const [seen, setSeen] = useState<{ readonly position: Position; readonly scrollTop: number }>({ position: start, scrollTop: 0 })
  const hand = useRef<{ onBar: boolean; rest: ReturnType<typeof setTimeout> | undefined }>({ onBar: false, rest: undefined })
  const height = heightFor(scrolled)
  const end = endOf(scrolled)
  const position = following || isAfter(seen.position, end) ? end : seen.position
  const scrollTop = following ? height - size.height : seen.scrollTop

  const put = useCallback(
    (next: Position): void => {
      const top = Math.round(scrollTopAt(scrolled, next))
      viewport.current?.scrollTo({ top })
      setSeen({ position: next, scrollTop: top })
    },
    [scrolled, viewport],
  )

  useLayoutEffect(() => {
    if (following) viewport.current?.scrollTo({ top: height })
  }, [viewport, following, height, size.height])
  useEffect(() => {
    const { current } = hand
    return () => clearTimeout(current.rest)
  }, [])

  const onScroll = (): void => {
    const box = viewport.current
    if (!box) return
    const moved = box.scrollTop - scrollTop
    // What the browser says now, and not what was drawn last: a panel that grew has pushed the end down by itself.
    const isAtEnd = box.scrollTop >= box.scrollHeight - box.clientHeight - 1
    if (Math.abs(moved) < 1 || (following && isAtEnd)) return
    const isFar = hand.current.onBar || Math.abs(moved) > size.height * 2
    const next = isFar ? positionAt(scrolled, box.scrollTop) : movedBy(scrolled, position, moved)
    setSeen({ position: next, scrollTop: box.scrollTop })
    setFollowing(moved > 0 && !isAfter(end, next))
    clearTimeout(hand.current.rest)
    // Once the hand rests, the bar is set to where the lines are: nobody sees it, and it never runs out of room.
    if (!hand.current.onBar)
      hand.current.rest = setTimeout(() => {
        if (Math.abs(scrollTopAt(scrolled, next) - box.scrollTop) > 1) put(next)
      }, restsAfterMs)
  }
  const stretch = stretchAt(scrolled, position, around)
  return {
    height,
    stretch,
    top: scrollTop + stretch.offset,
    onScroll,
    onBar: (held) => {
      hand.current.onBar = held
    },
    goTo: (place) => {
      setFollowing(false)
      put(centred(scrolled, place))
    },
  }
}

import { useEffect, useLayoutEffect, useMemo, useRef } from 'react'
import { useVirtualizer } from '@tanstack/react-virtual'
import { usePrefs } from '../../state/prefs.ts'
import { Line } from './Line.tsx'
import { rangeOf } from './scroll.ts'
import type { Log } from './useLog.ts'
import type { LogSearch } from './useSearch.ts'
import css from './LogsPanel.module.css'

const lineHeight = 18

interface LogLinesProps {
  readonly log: Log
  readonly following: boolean
  readonly setFollowing: (following: boolean) => void
  readonly search: LogSearch
}

/**
 * Only what is on the screen exists. A browser cannot scroll further than some thirty million pixels: of a longer log a
 * stretch is shown around where one looks, and moves when one comes to its edge.
 */
export function LogLines({ log, following, setFollowing, search }: LogLinesProps) {
  const viewport = useRef<HTMLDivElement>(null)
  const { showTimes, wrapLines } = usePrefs()
  const range = useMemo(() => rangeOf(log.total, search.line ?? log.total), [log.total, search.line])
  const virtual = useVirtualizer({ count: range.count, getScrollElement: () => viewport.current, estimateSize: () => lineHeight, overscan: 20 })
  const items = virtual.getVirtualItems()
  const first = (items[0]?.index ?? 0) + range.first
  const last = (items.at(-1)?.index ?? 0) + range.first
  useEffect(() => log.show(first, last), [log, first, last])
  useLayoutEffect(() => {
    if (following && range.count > 0) virtual.scrollToIndex(range.count - 1, { align: 'end' })
  }, [virtual, following, range.count])
  useEffect(() => {
    if (search.line === undefined) return
    setFollowing(false)
    virtual.scrollToIndex(search.line - range.first, { align: 'center' })
  }, [virtual, search.line, range.first, setFollowing])
  const onScroll = (): void => {
    const box = viewport.current
    if (!box) return
    const atEnd = box.scrollHeight - box.scrollTop - box.clientHeight < lineHeight
    if (atEnd && !following) setFollowing(true)
  }
  // Only a hand moves away from the end: lines that arrive move the end itself.
  const onHand = (up: boolean): void => { if (up && following) setFollowing(false) }
  return (
    <>
      <div ref={viewport} className={css.viewport} role="log" aria-label="Log" tabIndex={0} data-wrap={wrapLines || undefined} onScroll={onScroll}
        onWheel={(event) => onHand(event.deltaY < 0)} onMouseDown={(event) => onHand(event.nativeEvent.offsetX > event.currentTarget.clientWidth)}
        onKeyDown={(event) => onHand(['ArrowUp', 'PageUp', 'Home'].includes(event.key))}>
        <div className={css.content} style={{ height: virtual.getTotalSize() }}>
          {items.map((item) => (
            <div key={item.key} ref={wrapLines ? virtual.measureElement : undefined} data-index={item.index} className={css.place} style={{ transform: `translateY(${item.start}px)` }}>
              <Line seq={item.index + range.first} line={log.line(item.index + range.first)} showTime={showTimes} query={search.query} current={search.line === item.index + range.first} />
            </div>
          ))}
        </div>
      </div>
      {!following && <button type="button" className={css.jump} onClick={() => setFollowing(true)}>Jump to the end</button>}
    </>
  )
}

import { useEffect, useRef, useState, type KeyboardEvent, type MouseEvent } from 'react'
import { usePrefs } from '../../state/prefs.ts'
import { counted } from '../../ui/format.ts'
import { Line } from './Line.tsx'
import type { Lines } from './useLog.ts'
import { useLogScroll } from './useLogScroll.ts'
import type { LogSearch } from './useSearch.ts'
import css from './LogsPanel.module.css'

interface LogLinesProps {
  readonly lines: Lines
  readonly following: boolean
  readonly setFollowing: (following: boolean) => void
  readonly search: LogSearch
}

/** Only the lines in sight exist. */
export function LogLines({ lines, following, setFollowing, search }: LogLinesProps) {
  const { showTimes, wrapLines } = usePrefs()
  const viewport = useRef<HTMLDivElement>(null)
  const drawn = useRef<HTMLDivElement>(null)
  const scroll = useLogScroll({ viewport, lines: drawn, total: lines.total, following, setFollowing, wrapped: wrapLines })
  const { first, last } = scroll.stretch
  const { goTo } = scroll
  useEffect(() => lines.show(first, last), [lines, first, last])
  useGoToMatch(search, goTo)
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.key === 'End') setFollowing(true)
    else if (event.key === 'Home') goTo(1)
    else return
    event.preventDefault()
  }
  // A press beside the text is one on the scroll bar.
  const onMouseDown = (event: MouseEvent<HTMLDivElement>): void => {
    if (event.nativeEvent.offsetX <= event.currentTarget.clientWidth || event.target !== event.currentTarget) return
    scroll.onBar(true)
    window.addEventListener('mouseup', () => scroll.onBar(false), { once: true })
  }
  return (
    <>
      <div
        ref={viewport}
        className={css.viewport}
        role="log"
        aria-label="Log"
        aria-live="off"
        tabIndex={0}
        data-wrap={wrapLines || undefined}
        onScroll={scroll.onScroll}
        onMouseDown={onMouseDown}
        onKeyDown={onKeyDown}
      >
        <div className={css.content} style={{ height: scroll.height }}>
          <div ref={drawn} className={css.lines} style={{ transform: `translateY(${scroll.top}px)` }}>
            {Array.from({ length: last - first + 1 }, (_, index) => first + index).map((place) => {
              const line = lines.line(place)
              return (
                <Line
                  key={place}
                  place={place}
                  seq={lines.numberAt(place)}
                  line={line}
                  showTime={showTimes}
                  query={search.query}
                  current={search.place === place}
                />
              )
            })}
          </div>
        </div>
      </div>
      {!following && <JumpToEnd total={lines.total} onJump={() => setFollowing(true)} />}
    </>
  )
}

function useGoToMatch({ place }: LogSearch, goTo: (place: number) => void): void {
  const [went, setWent] = useState<number>()
  useEffect(() => {
    if (place === went) return
    setWent(place)
    if (place !== undefined) goTo(place)
  }, [place, went, goTo])
}

/** Says how much came since one left the end. */
function JumpToEnd({ total, onJump }: { readonly total: number; readonly onJump: () => void }) {
  const [then] = useState(total)
  const fresh = total - then
  return (
    <button type="button" className={css.jump} onClick={onJump}>
      {fresh > 0 ? `${counted(fresh, 'new line')} below` : 'Jump to the end'}
    </button>
  )
}

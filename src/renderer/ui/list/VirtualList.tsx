import { useEffect, useRef, type KeyboardEvent, type ReactNode } from 'react'
import { usePrefs } from '../../state/prefs.ts'
import type { Mark } from '../../state/marks.ts'
import { useKeyFocus } from './useKeyFocus.ts'
import { useMarking } from './useMarking.ts'
import { useRows } from './useRows.ts'
import { useRowDrag, type DragRules } from './useRowDrag.ts'
import css from './VirtualList.module.css'

interface VirtualListProps {
  readonly label: string
  readonly role?: 'listbox' | 'tree'
  readonly count: number
  /** The place of the selected row, below zero where there is none in this list. */
  readonly selected: number
  readonly keyOf: (index: number) => string
  readonly row: (index: number) => ReactNode
  readonly onSelect: (index: number) => void
  /** Told what is on the screen. */
  readonly onShow?: (first: number, last: number) => void
  /** Keys that mean something else than moving; answer true when they did. */
  readonly onKey?: (event: KeyboardEvent, index: number) => boolean
  readonly markOf?: (index: number) => Mark | undefined
  readonly markAll?: () => void
  readonly drag?: DragRules
  /** Where a line of a tree stands in it, for whoever does not see that. */
  readonly branchOf?: (index: number) => Branch
}

export interface Branch {
  /** 1 for what is at the top. */
  readonly level: number
  /** undefined where nothing is inside. */
  readonly unfolded: boolean | undefined
}

const rowHeights = { comfortable: 44, compact: 28 } as const

/** The one list: only what is on the screen exists. Arrows, Page, Home and End move the selection. */
export function VirtualList({
  label,
  role = 'listbox',
  count,
  selected,
  keyOf,
  row,
  onSelect,
  onShow,
  onKey,
  markOf,
  markAll,
  drag,
  branchOf,
}: VirtualListProps) {
  const viewport = useRef<HTMLDivElement>(null)
  const density = usePrefs((prefs) => prefs.density)
  const rowHeight = rowHeights[density]
  const { places, first, last, height, topOf, page, scrollTo } = useRows({ viewport, count, rowHeight })
  useEffect(() => onShow?.(first, last), [onShow, first, last])
  const marking = useMarking({
    count,
    selected,
    markOf,
    markAll,
    onSelect,
    scrollTo,
  })
  const { over, propsOf } = useRowDrag(drag)
  const { cursor } = marking
  const { byKeys, focusProps } = useKeyFocus()

  const steps: Readonly<Record<string, () => number>> = {
    ArrowDown: () => cursor + 1,
    ArrowUp: () => cursor - 1,
    Home: () => 0,
    End: () => count - 1,
    PageDown: () => cursor + page(),
    PageUp: () => cursor - page(),
  }
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.target !== event.currentTarget || onKey?.(event, selected) || marking.onKey(event)) return
    const step = steps[event.key]
    if (!step || count === 0 || event.altKey) return
    event.preventDefault()
    marking.move(step(), event)
  }
  return (
    <div
      ref={viewport}
      className={css.viewport}
      role={role}
      aria-label={label}
      aria-multiselectable={markOf !== undefined || undefined}
      tabIndex={0}
      data-by-keys={byKeys || undefined}
      onKeyDown={onKeyDown}
      {...focusProps}
      aria-activedescendant={cursor >= 0 && cursor < count ? `${label}-${keyOf(cursor)}` : undefined}
    >
      <div className={css.content} style={{ height }} role="presentation">
        {places.map((place) => (
          <div
            key={keyOf(place)}
            id={`${label}-${keyOf(place)}`}
            className={css.row}
            style={{ height: rowHeight, transform: `translateY(${topOf(place)}px)` }}
            role={role === 'tree' ? 'treeitem' : 'option'}
            aria-selected={place === selected || marking.isMarked(place)}
            aria-level={branchOf?.(place).level}
            aria-expanded={branchOf?.(place).unfolded}
            aria-setsize={count}
            aria-posinset={place + 1}
            data-marked={marking.isMarked(place) || undefined}
            data-cursor={(place === cursor && cursor !== selected) || undefined}
            data-over={over?.index === place ? over.gap : undefined}
            onMouseDown={(event) => marking.onPress(place, event)}
            onClick={(event) => marking.onRelease(place, event)}
            {...propsOf(place)}
          >
            {row(place)}
          </div>
        ))}
      </div>
    </div>
  )
}

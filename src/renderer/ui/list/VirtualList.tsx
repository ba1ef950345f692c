import { useEffect, useRef, type KeyboardEvent, type ReactNode } from 'react'
import { useVirtualizer } from '@tanstack/react-virtual'
import { usePrefs } from '../../state/prefs.ts'
import type { Mark } from '../../state/marks.ts'
import { useMarking } from './useMarking.ts'
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
}: VirtualListProps) {
  const viewport = useRef<HTMLDivElement>(null)
  const density = usePrefs((prefs) => prefs.density)
  const virtual = useVirtualizer({
    count,
    getScrollElement: () => viewport.current,
    estimateSize: () => rowHeights[density],
    overscan: 8,
    getItemKey: keyOf,
  })
  const items = virtual.getVirtualItems()
  const first = items[0]?.index ?? 0
  const last = items.at(-1)?.index ?? 0
  useEffect(() => virtual.measure(), [virtual, density])
  useEffect(() => onShow?.(first, last), [onShow, first, last])
  const marking = useMarking({
    count,
    selected,
    markOf,
    markAll,
    onSelect,
    scrollTo: (index) => virtual.scrollToIndex(index, { align: 'auto' }),
  })
  const { over, propsOf } = useRowDrag(drag)
  const { cursor } = marking

  const steps: Readonly<Record<string, () => number>> = {
    ArrowDown: () => cursor + 1,
    ArrowUp: () => cursor - 1,
    Home: () => 0,
    End: () => count - 1,
    PageDown: () => cursor + (last - first - 8),
    PageUp: () => cursor - (last - first - 8),
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
      onKeyDown={onKeyDown}
      aria-activedescendant={cursor >= 0 && cursor < count ? `${label}-${keyOf(cursor)}` : undefined}
    >
      <div className={css.content} style={{ height: virtual.getTotalSize() }} role="presentation">
        {items.map((item) => (
          <div
            key={item.key}
            id={`${label}-${String(item.key)}`}
            className={css.row}
            style={{ height: item.size, transform: `translateY(${item.start}px)` }}
            role={role === 'tree' ? 'treeitem' : 'option'}
            aria-selected={item.index === selected || marking.isMarked(item.index)}
            aria-setsize={count}
            aria-posinset={item.index + 1}
            data-marked={marking.isMarked(item.index) || undefined}
            data-cursor={(item.index === cursor && cursor !== selected) || undefined}
            data-over={over?.index === item.index ? over.gap : undefined}
            onMouseDown={(event) => marking.onPress(item.index, event)}
            onClick={(event) => marking.onRelease(item.index, event)}
            {...propsOf(item.index)}
          >
            {row(item.index)}
          </div>
        ))}
      </div>
    </div>
  )
}

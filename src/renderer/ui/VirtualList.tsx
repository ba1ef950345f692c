import { useEffect, useRef, type KeyboardEvent, type ReactNode } from 'react'
import { useVirtualizer } from '@tanstack/react-virtual'
import { usePrefs } from '../state/prefs.ts'
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
}

const rowHeights = { comfortable: 44, compact: 28 } as const

/** The one list: only what is on the screen exists. Arrows, Page, Home and End move the selection. */
export function VirtualList({ label, role = 'listbox', count, selected, keyOf, row, onSelect, onShow, onKey }: VirtualListProps) {
  const viewport = useRef<HTMLDivElement>(null)
  const density = usePrefs((prefs) => prefs.density)
  const virtual = useVirtualizer({ count, getScrollElement: () => viewport.current, estimateSize: () => rowHeights[density], overscan: 8, getItemKey: keyOf })
  const items = virtual.getVirtualItems()
  const first = items[0]?.index ?? 0
  const last = items.at(-1)?.index ?? 0
  useEffect(() => virtual.measure(), [virtual, density])
  useEffect(() => onShow?.(first, last), [onShow, first, last])

  const move = (to: number): void => {
    const index = Math.min(count - 1, Math.max(0, to))
    onSelect(index)
    virtual.scrollToIndex(index, { align: 'auto' })
  }
  const steps: Readonly<Record<string, () => number>> = {
    ArrowDown: () => selected + 1, ArrowUp: () => selected - 1, Home: () => 0, End: () => count - 1,
    PageDown: () => selected + (last - first - 8), PageUp: () => selected - (last - first - 8),
  }
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.target !== event.currentTarget || onKey?.(event, selected)) return
    const step = steps[event.key]
    if (!step || count === 0 || event.altKey || event.ctrlKey || event.metaKey) return
    event.preventDefault()
    move(step())
  }
  return (
    <div ref={viewport} className={css.viewport} role={role} aria-label={label} tabIndex={0} onKeyDown={onKeyDown}
      aria-activedescendant={selected >= 0 ? `${label}-${keyOf(selected)}` : undefined}>
      <div className={css.content} style={{ height: virtual.getTotalSize() }} role="presentation">
        {items.map((item) => (
          <div key={item.key} id={`${label}-${String(item.key)}`} className={css.row} style={{ height: item.size, transform: `translateY(${item.start}px)` }}
            role={role === 'tree' ? 'treeitem' : 'option'} aria-selected={item.index === selected} aria-setsize={count} aria-posinset={item.index + 1}
            onMouseDown={(event) => { if (event.button === 0 || item.index !== selected) onSelect(item.index) }}>
            {row(item.index)}
          </div>
        ))}
      </div>
    </div>
  )
}

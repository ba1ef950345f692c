import { useEffect, useRef, type ReactNode } from 'react'
import { useVirtualizer } from '@tanstack/react-virtual'
import css from './Schedule.module.css'

interface WideListProps {
  readonly label: string
  readonly count: number
  readonly row: (index: number) => ReactNode
  readonly onShow: (first: number, last: number) => void
}

const rowHeight = 40

/** Only the lines on the screen exist. They hold buttons of their own, so there is no selection to move. */
export function WideList({ label, count, row, onShow }: WideListProps) {
  const viewport = useRef<HTMLDivElement>(null)
  const virtual = useVirtualizer({ count, getScrollElement: () => viewport.current, estimateSize: () => rowHeight, overscan: 6 })
  const items = virtual.getVirtualItems()
  const first = items[0]?.index ?? 0
  const last = items.at(-1)?.index ?? 0
  useEffect(() => onShow(first, last), [onShow, first, last])
  return (
    <div ref={viewport} className={css.viewport} role="list" aria-label={label} tabIndex={0}>
      <div style={{ height: virtual.getTotalSize(), position: 'relative' }} role="presentation">
        {items.map((item) => (
          <div
            key={item.key}
            role="listitem"
            aria-setsize={count}
            aria-posinset={item.index + 1}
            className={css.place}
            style={{ height: item.size, transform: `translateY(${item.start}px)` }}
          >
            {row(item.index)}
          </div>
        ))}
      </div>
    </div>
  )
}

import { useEffect, useRef, type ReactNode } from 'react'
import { useRows } from '../../ui/list/useRows.ts'
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
  const { places, first, last, height, topOf } = useRows({ viewport, count, rowHeight })
  useEffect(() => onShow(first, last), [onShow, first, last])
  return (
    <div ref={viewport} className={css.viewport} role="list" aria-label={label} tabIndex={0}>
      <div style={{ height, position: 'relative' }} role="presentation">
        {places.map((place) => (
          <div
            key={place}
            role="listitem"
            aria-setsize={count}
            aria-posinset={place + 1}
            className={css.place}
            style={{ height: rowHeight, transform: `translateY(${topOf(place)}px)` }}
          >
            {row(place)}
          </div>
        ))}
      </div>
    </div>
  )
}

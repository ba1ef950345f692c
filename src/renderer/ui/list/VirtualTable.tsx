import { useEffect, useRef, type ReactNode } from 'react'
import { useRows } from './useRows.ts'
import css from './VirtualTable.module.css'

export interface Column {
  readonly title: string
  /** As a grid’s track: `90px`, `minmax(0, 1fr)`. */
  readonly width: string
  /** Figures stand at the right. */
  readonly figures?: boolean
  /** The title is for screen readers only. */
  readonly untitled?: boolean
}

interface VirtualTableProps {
  readonly label: string
  readonly columns: readonly Column[]
  readonly count: number
  readonly keyOf: (index: number) => string
  /** A `Cell` for each column; undefined for a row that has not been read yet. */
  readonly row: (index: number) => ReactNode | undefined
  /** Told what is on the screen. */
  readonly onShow: (first: number, last: number) => void
}

const rowHeight = 44

/** A table of which only what is on the screen exists. It takes the height that is left, and scrolls by itself. */
export function VirtualTable({ label, columns, count, keyOf, row, onShow }: VirtualTableProps) {
  const viewport = useRef<HTMLDivElement>(null)
  const { places, first, last, height, topOf } = useRows({ viewport, count, rowHeight })
  useEffect(() => onShow(first, last), [onShow, first, last])
  const tracks = { gridTemplateColumns: columns.map(({ width }) => width).join(' ') }
  return (
    <div ref={viewport} className={css.viewport} role="table" aria-label={label} aria-rowcount={count + 1} tabIndex={0}>
      <div className={`${css.row} ${css.head}`} role="row" aria-rowindex={1} style={tracks}>
        {columns.map(({ title, figures, untitled }) => (
          <span key={title} role="columnheader" data-figures={figures || undefined}>
            {untitled ? <span className={css.unseen}>{title}</span> : title}
          </span>
        ))}
      </div>
      <div className={css.content} role="rowgroup" style={{ height }}>
        {places.map((place) => (
          <div
            key={keyOf(place)}
            className={css.row}
            role="row"
            aria-rowindex={place + 2}
            style={{ ...tracks, height: rowHeight, transform: `translateY(${topOf(place)}px)` }}
          >
            {row(place) ?? <div role="cell" className={css.unread} />}
          </div>
        ))}
      </div>
    </div>
  )
}

interface CellProps {
  readonly figures?: boolean
  readonly children?: ReactNode
}

export const Cell = ({ figures, children }: CellProps) => (
  <div role="cell" data-figures={figures || undefined}>
    {children}
  </div>
)

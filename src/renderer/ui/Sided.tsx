import type { ReactNode } from 'react'
import css from './Sided.module.css'

interface SidedProps {
  /** Makes one more, above the list. */
  readonly add: ReactNode
  readonly list: ReactNode
  /** Below the list. */
  readonly note?: ReactNode
  /** What was chosen of the list. */
  readonly children: ReactNode
}

/** A list at the side, and beside it the one that was chosen. Each scrolls by itself. */
export const Sided = ({ add, list, note, children }: SidedProps) => (
  <div className={css.sided}>
    <div className={css.side}>
      {add}
      <div className={css.list}>{list}</div>
      {note}
    </div>
    <div className={css.chosen}>{children}</div>
  </div>
)

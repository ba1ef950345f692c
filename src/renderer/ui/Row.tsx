import type { ReactNode } from 'react'
import { usePrefs } from '../state/prefs.ts'
import { StateShape } from './StateShape.tsx'
import type { Look } from './states.ts'
import css from './Row.module.css'

interface RowProps {
  readonly look: Look
  readonly name: ReactNode
  /** Right-aligned: elapsed, duration, counts. */
  readonly figure?: ReactNode
  /** The second line. */
  readonly sentence?: ReactNode
  /** At the right on hover and focus, two at the most. */
  readonly tools?: ReactNode
  readonly quiet?: boolean
}

/** Shape · name · figure, and a sentence below. */
export function Row({ look, name, figure, sentence, tools, quiet }: RowProps) {
  const compact = usePrefs((prefs) => prefs.density === 'compact')
  return (
    <div className={css.row} data-quiet={quiet || undefined}>
      <StateShape look={look} />
      <div className={css.lines}>
        <div className={css.first}>
          <span className={css.name}>{name}</span>
          <span className={css.figure}>{figure}</span>
        </div>
        {!compact && sentence !== undefined && <div className={css.second}>{sentence}</div>}
      </div>
      {tools && (
        <div className={css.tools} data-tools>
          {tools}
        </div>
      )}
    </div>
  )
}

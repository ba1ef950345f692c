import type { ReactNode } from 'react'
import type { Look, Shape } from './states.ts'
import css from './StateShape.module.css'

/** The nine shapes, 14 pixels wide. Quiet ones are outlined, the strong ones (failed, waits for you) filled. */
const drawings: Record<Shape, ReactNode> = {
  circle: <circle cx="7" cy="7" r="5" />,
  clock: (
    <>
      <circle cx="7" cy="7" r="5.2" />
      <path d="M7 4v3.2l2.2 1.3" />
    </>
  ),
  dotted: <circle cx="7" cy="7" r="5" strokeDasharray="1.6 2.3" />,
  ring: (
    <>
      <circle cx="7" cy="7" r="5" opacity="0.28" />
      <path className={css.turning} d="M7 2a5 5 0 0 1 5 5" />
    </>
  ),
  bars: <path d="M4.7 3v8M9.3 3v8" strokeWidth="2.2" />,
  diamond: <path d="M7 1.2 12.8 7 7 12.8 1.2 7Z" fill="currentColor" />,
  tick: (
    <>
      <circle cx="7" cy="7" r="5.4" />
      <path d="m4.6 7.2 1.7 1.7 3.1-3.6" />
    </>
  ),
  cross: (
    <>
      <path d="M4.6 1.2h4.8l3.4 3.4v4.8l-3.4 3.4H4.6L1.2 9.4V4.6Z" fill="currentColor" />
      <path d="m5 5 4 4M9 5 5 9" stroke="var(--raised)" />
    </>
  ),
  slash: (
    <>
      <circle cx="7" cy="7" r="5.2" />
      <path d="m3.6 10.4 6.8-6.8" />
    </>
  ),
}

interface StateShapeProps {
  readonly look: Look
  /** Nothing where the word stands beside it. */
  readonly silent?: boolean
}

export const StateShape = ({ look, silent }: StateShapeProps) => (
  <svg
    className={css.shape}
    style={{ color: `var(--${look.tone})` }}
    viewBox="0 0 14 14"
    width="14"
    height="14"
    {...(silent ? { 'aria-hidden': true } : { role: 'img', 'aria-label': look.word })}
  >
    {drawings[look.shape]}
  </svg>
)

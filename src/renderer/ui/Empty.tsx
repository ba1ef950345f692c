import type { ReactNode } from 'react'
import css from './Empty.module.css'

/** One sentence that says what belongs here, and one button that makes it. */
export const Empty = ({ text, children }: { readonly text: string; readonly children?: ReactNode }) => (
  <div className={css.empty}>
    <p>{text}</p>
    {children}
  </div>
)

/** Nothing for a moment, then the shadow of rows. */
export const Skeleton = () => (
  <div className={css.skeleton} aria-hidden>
    {[70, 52, 61, 40].map((width) => (
      <div key={width} className={css.bar} style={{ width: `${width}%` }} />
    ))}
  </div>
)

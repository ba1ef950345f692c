import type { ReactNode } from 'react'
import css from './PanelFrame.module.css'

interface PanelFrameProps {
  readonly title: string
  /** Beside the title: how much there is. */
  readonly count?: string | undefined
  readonly tools?: ReactNode
  readonly children: ReactNode
}

export const PanelFrame = ({ title, count, tools, children }: PanelFrameProps) => (
  <section className={css.panel} aria-label={title}>
    <header className={css.head}>
      <h2 className={css.title}>{title}</h2>
      {count !== undefined && <span className={css.count}>{count}</span>}
      <div className={css.tools} role="toolbar" aria-label={title}>{tools}</div>
    </header>
    {children}
  </section>
)

import type { ReactNode } from 'react'
import css from './Editor.module.css'

export const Section = ({ title, children }: { readonly title: string; readonly children: ReactNode }) => (
  <section className={css.section} aria-label={title}>
    <h3>{title}</h3>
    <div className={css.fields}>{children}</div>
  </section>
)

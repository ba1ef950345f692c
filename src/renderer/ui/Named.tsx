import type { ReactNode } from 'react'
import css from './Named.module.css'

interface NamedProps {
  readonly name: string
  /** The second line. */
  readonly about?: ReactNode
  /** What a press shows. */
  readonly title?: string
  readonly onShow?: (() => void) | undefined
}

/** The name of a row in a table, which leads to the thing itself, and what else there is to say of it. */
export const Named = ({ name, about, title, onShow }: NamedProps) => (
  <div className={css.named}>
    {onShow ? (
      <button type="button" title={title ?? name} onClick={onShow}>
        {name}
      </button>
    ) : (
      <b title={name}>{name}</b>
    )}
    {about !== undefined && <small>{about}</small>}
  </div>
)

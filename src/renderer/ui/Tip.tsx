import type { ReactNode } from 'react'
import { Tooltip } from 'radix-ui'
import css from './Tip.module.css'

interface TipProps {
  readonly text: string
  /** A shortcut, or why it cannot be used. */
  readonly hint?: string | undefined
  readonly children: ReactNode
}

export const Tip = ({ text, hint, children }: TipProps) => (
  <Tooltip.Root>
    <Tooltip.Trigger asChild>{children}</Tooltip.Trigger>
    <Tooltip.Portal>
      <Tooltip.Content className={css.tip} sideOffset={6} collisionPadding={8}>
        {text}
        {hint && <span className={css.hint}>{hint}</span>}
      </Tooltip.Content>
    </Tooltip.Portal>
  </Tooltip.Root>
)

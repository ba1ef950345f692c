import type { ReactNode } from 'react'
import { Dialog as Radix } from 'radix-ui'
import css from './Dialog.module.css'

interface DialogProps {
  readonly title: string
  readonly description?: string
  readonly wide?: boolean
  readonly onClose: () => void
  readonly children: ReactNode
  readonly footer?: ReactNode
}

export const Dialog = ({ title, description, wide, onClose, children, footer }: DialogProps) => (
  <Radix.Root
    open
    onOpenChange={(open) => {
      if (!open) onClose()
    }}
  >
    <Radix.Portal>
      <Radix.Overlay className={css.overlay} />
      <Radix.Content
        className={`${css.dialog} ${wide ? css.wide : ''}`}
        {...(description === undefined && { 'aria-describedby': undefined })}
      >
        <Radix.Title className={css.title}>{title}</Radix.Title>
        {description !== undefined && <Radix.Description className={css.description}>{description}</Radix.Description>}
        <div className={css.body}>{children}</div>
        {footer && <div className={css.footer}>{footer}</div>}
      </Radix.Content>
    </Radix.Portal>
  </Radix.Root>
)

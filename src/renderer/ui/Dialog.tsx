import type { ReactNode } from 'react'
import { X } from 'lucide-react'
import { Dialog as Radix } from 'radix-ui'
import { IconButton } from './Button.tsx'
import css from './Dialog.module.css'

interface DialogProps {
  readonly title: string
  readonly description?: string
  readonly wide?: boolean
  readonly onClose: () => void
  readonly children: ReactNode
  readonly footer?: ReactNode
}

/** The first field or button has the focus; where there is only the way out, the dialog itself has it, to be scrolled by keys. */
function whereItBegins(event: Event): void {
  const content = event.currentTarget
  if (!(content instanceof HTMLElement) || content.querySelector('input, select, textarea, button:not([data-way-out])')) return
  event.preventDefault()
  content.focus()
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
        onOpenAutoFocus={whereItBegins}
        {...(description === undefined && { 'aria-describedby': undefined })}
      >
        <Radix.Title className={css.title}>{title}</Radix.Title>
        {description !== undefined && <Radix.Description className={css.description}>{description}</Radix.Description>}
        <div className={css.body}>{children}</div>
        <span className={css.close}>
          <IconButton icon={X} label="Close" hint="Esc" data-way-out onClick={onClose} />
        </span>
        {footer && <div className={css.footer}>{footer}</div>}
      </Radix.Content>
    </Radix.Portal>
  </Radix.Root>
)

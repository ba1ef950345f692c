import type { ButtonHTMLAttributes, ReactNode, Ref } from 'react'
import type { LucideIcon } from 'lucide-react'
import { Tip } from './Tip.tsx'
import css from './Button.module.css'

interface ButtonProps extends ButtonHTMLAttributes<HTMLButtonElement> {
  readonly tone?: 'primary' | 'plain' | 'quiet' | 'danger'
  readonly icon?: LucideIcon
  readonly children?: ReactNode
  readonly ref?: Ref<HTMLButtonElement>
}

export const Button = ({ tone = 'plain', icon: Icon, children, className, ...rest }: ButtonProps) => (
  <button type="button" className={`${css.button} ${css[tone]} ${className ?? ''}`} {...rest}>
    {Icon && <Icon size={14} aria-hidden />}
    {children}
  </button>
)

interface IconButtonProps extends Omit<ButtonHTMLAttributes<HTMLButtonElement>, 'title'> {
  readonly icon: LucideIcon
  /** What it does, for everybody who cannot see the icon, and as its tip. */
  readonly label: string
  readonly hint?: string | undefined
  /** Why it cannot be used now. It can still be reached, so that it can say so. */
  readonly unavailable?: string | undefined
  readonly pressed?: boolean
  /** Of a dialog: leaves it. */
  readonly 'data-way-out'?: boolean
}

export const IconButton = ({ icon: Icon, label, hint, unavailable, pressed, onClick, className, ...rest }: IconButtonProps) => (
  <Tip text={label} hint={unavailable ?? hint}>
    <button
      type="button"
      className={`${css.icon} ${className ?? ''}`}
      aria-label={label}
      aria-disabled={unavailable !== undefined || undefined}
      aria-pressed={pressed}
      onClick={unavailable === undefined ? onClick : undefined}
      {...rest}
    >
      <Icon size={15} aria-hidden />
    </button>
  </Tip>
)

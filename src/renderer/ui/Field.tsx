import { useId, type InputHTMLAttributes, type ReactNode, type Ref, type SelectHTMLAttributes, type TextareaHTMLAttributes } from 'react'
import css from './Field.module.css'

interface FieldProps {
  readonly label: string
  /** Only where the label does not say enough. */
  readonly help?: string | undefined
  /** What is wrong with it, and what would be right. */
  readonly problem?: string | undefined
  readonly children: (ids: {
    readonly id: string
    readonly 'aria-describedby': string | undefined
    readonly 'aria-invalid': boolean
  }) => ReactNode
}

export function Field({ label, help, problem, children }: FieldProps) {
  const id = useId()
  const about = help !== undefined || problem !== undefined ? `${id}-about` : undefined
  return (
    <div className={css.field}>
      <label className={css.label} htmlFor={id}>
        {label}
      </label>
      {children({ id, 'aria-describedby': about, 'aria-invalid': problem !== undefined })}
      {about && (
        <div id={about} className={problem ? css.problem : css.help} role={problem ? 'alert' : undefined}>
          {problem ?? help}
        </div>
      )}
    </div>
  )
}

interface InputProps extends InputHTMLAttributes<HTMLInputElement> {
  readonly ref?: Ref<HTMLInputElement>
  readonly mono?: boolean
}

export const Input = ({ mono, className, ...rest }: InputProps) => (
  <input className={`${css.input} ${mono ? css.mono : ''} ${className ?? ''}`} spellCheck={false} autoComplete="off" {...rest} />
)

interface AreaProps extends TextareaHTMLAttributes<HTMLTextAreaElement> {
  readonly ref?: Ref<HTMLTextAreaElement>
}

/** A text of several lines; it grows with what is in it. */
export const Area = ({ className, ...rest }: AreaProps) => (
  <textarea className={`${css.input} ${css.area} ${className ?? ''}`} spellCheck={false} {...rest} />
)

interface SelectProps extends SelectHTMLAttributes<HTMLSelectElement> {
  readonly ref?: Ref<HTMLSelectElement>
}

export const Select = ({ className, ...rest }: SelectProps) => (
  <select className={`${css.input} ${css.select} ${className ?? ''}`} {...rest} />
)

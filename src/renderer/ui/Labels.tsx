import { useState, type KeyboardEvent } from 'react'
import { X } from 'lucide-react'
import css from './Labels.module.css'

/** Labels, as far as they fit into one line. */
export const Labels = ({ labels }: { readonly labels: readonly string[] }) =>
  labels.length > 0 && (
    <span className={css.line} title={labels.join(', ')}>
      {labels.map((label) => (
        <span key={label} className={css.label}>
          {label}
        </span>
      ))}
    </span>
  )

interface LabelsInputProps {
  readonly id: string
  readonly 'aria-describedby': string | undefined
  readonly 'aria-invalid': boolean
  readonly value: readonly string[]
  readonly onChange: (value: readonly string[]) => void
  /** What may be meant: labels that are in use elsewhere. */
  readonly known: readonly string[]
}

/** Enter or a comma makes a label of what is written, Backspace in the empty field takes back the last one. */
export function LabelsInput({ value, onChange, known, ...ids }: LabelsInputProps) {
  const [text, setText] = useState('')
  const add = (): void => {
    const found = text
      .split(',')
      .map((label) => label.trim())
      .filter((label) => label !== '')
    if (found.length > 0) onChange([...new Set([...value, ...found])])
    setText('')
  }
  const onKeyDown = (event: KeyboardEvent): void => {
    if ((event.key === 'Enter' && text.trim() !== '') || event.key === ',') {
      event.preventDefault()
      add()
    }
    if (event.key === 'Backspace' && text === '') onChange(value.slice(0, -1))
  }
  return (
    <div className={css.field} data-invalid={ids['aria-invalid'] || undefined}>
      {value.map((label) => (
        <span key={label} className={css.label}>
          {label}
          <button type="button" aria-label={`Remove the label ${label}`} onClick={() => onChange(value.filter((one) => one !== label))}>
            <X size={11} aria-hidden />
          </button>
        </span>
      ))}
      <input
        {...ids}
        list={`${ids.id}-known`}
        autoComplete="off"
        spellCheck={false}
        placeholder={value.length === 0 ? 'nightly, ci' : ''}
        value={text}
        onChange={(event) => setText(event.target.value)}
        onKeyDown={onKeyDown}
        onBlur={add}
      />
      <datalist id={`${ids.id}-known`}>
        {known
          .filter((label) => !value.includes(label))
          .map((label) => (
            <option key={label} value={label} />
          ))}
      </datalist>
    </div>
  )
}

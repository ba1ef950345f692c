import { useState, type FocusEvent, type KeyboardEvent } from 'react'
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
  /** As the form opens; after that, what is marked and what is still being written tell it. */
  readonly value: readonly string[]
  readonly onChange: (value: string[]) => void
  /** What may be meant: labels that are in use elsewhere. */
  readonly known: readonly string[]
}

const labelsIn = (text: string): string[] =>
  text
    .split(',')
    .map((label) => label.trim())
    .filter((label) => label !== '')

/** Enter, Tab or a comma makes a label of what is written, Backspace in the empty field takes back the last one. */
export function LabelsInput({ value, onChange, known, ...ids }: LabelsInputProps) {
  const [made, setMade] = useState(value)
  const [text, setText] = useState('')
  const change = (labels: readonly string[], written: string): void => {
    setMade(labels)
    setText(written)
    onChange([...new Set([...labels, ...labelsIn(written)])])
  }
  const add = (): void => change([...new Set([...made, ...labelsIn(text)])], '')
  const onKeyDown = (event: KeyboardEvent): void => {
    if ((event.key === 'Enter' && text.trim() !== '') || event.key === ',') {
      event.preventDefault()
      add()
    }
    if (event.key === 'Tab' && text !== '') add()
    if (event.key === 'Backspace' && text === '') change(made.slice(0, -1), '')
  }
  // A label on a line of its own would move the button from under the pointer that presses it.
  const onBlur = ({ relatedTarget }: FocusEvent): void => {
    if (!(relatedTarget instanceof HTMLButtonElement)) add()
  }
  return (
    <div className={css.field} data-invalid={ids['aria-invalid'] || undefined}>
      {made.map((label) => (
        <span key={label} className={css.label} title={label}>
          <span>{label}</span>
          <button
            type="button"
            aria-label={`Remove the label ${label}`}
            onClick={() =>
              change(
                made.filter((one) => one !== label),
                text,
              )
            }
          >
            <X size={11} aria-hidden />
          </button>
        </span>
      ))}
      <input
        {...ids}
        list={`${ids.id}-known`}
        autoComplete="off"
        spellCheck={false}
        placeholder={made.length === 0 ? 'nightly, ci' : ''}
        value={text}
        onChange={(event) => change(made, event.target.value)}
        onKeyDown={onKeyDown}
        onBlur={onBlur}
      />
      <datalist id={`${ids.id}-known`}>
        {known
          .filter((label) => !made.includes(label))
          .map((label) => (
            <option key={label} value={label} />
          ))}
      </datalist>
    </div>
  )
}

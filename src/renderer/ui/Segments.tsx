import { useId } from 'react'
import css from './Segments.module.css'

interface SegmentsProps<Option extends string> {
  readonly label: string
  readonly options: readonly Option[]
  readonly words: Readonly<Record<Option, string>>
  readonly value: Option
  readonly onChange: (option: Option) => void
}

/** One of a few, all of them in sight: radio buttons that look like one bar. */
export function Segments<Option extends string>({ label, options, words, value, onChange }: SegmentsProps<Option>) {
  const name = useId()
  return (
    <div className={css.segments} role="radiogroup" aria-label={label}>
      {options.map((option) => (
        <label key={option}>
          <input type="radio" name={name} checked={option === value} onChange={() => onChange(option)} />
          <span>{words[option]}</span>
        </label>
      ))}
    </div>
  )
}

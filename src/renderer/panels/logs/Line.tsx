import { memo, useState, type CSSProperties, type ReactNode } from 'react'
import type { LogLine } from '../../../shared/model/log.ts'
import { spansOf, type Span } from './ansi.ts'
import css from './LogsPanel.module.css'

/** What is drawn of a line unless all of it is asked for. */
const usuallyShown = 4_000

interface LineProps {
  readonly place: number
  readonly seq: number
  readonly line: LogLine | undefined
  readonly showTime: boolean
  readonly query: string
  readonly current: boolean
}

export const Line = memo(function Line({ place, seq, line, showTime, query, current }: LineProps) {
  const [whole, setWhole] = useState(false)
  const text = line?.text ?? ''
  const hidden = whole ? 0 : Math.max(0, text.length - usuallyShown)
  const spans = spansOf(hidden > 0 ? text.slice(0, usuallyShown) : text)
  return (
    <div className={css.line} data-place={place} data-stream={line?.stream} data-current={current || undefined}>
      <span className={css.number}>{seq}</span>
      {showTime && (
        <time className={css.time} dateTime={line?.ts}>
          {line && clockTime(line.ts)}
        </time>
      )}
      <span className={css.text}>
        {spans.map((span, index) => (
          <span key={index} style={styleOf(span)}>
            {marked(span.text, query)}
          </span>
        ))}
        {hidden > 0 && (
          <button type="button" className={css.cut} onClick={() => setWhole(true)}>
            … {hidden.toLocaleString('en')} more characters. Show all
          </button>
        )}
      </span>
    </div>
  )
})

/** On the clock of whoever reads it. */
function clockTime(instant: string): string {
  const time = new Date(instant)
  const two = (value: number): string => String(value).padStart(2, '0')
  return `${two(time.getHours())}:${two(time.getMinutes())}:${two(time.getSeconds())}.${instant.slice(20, 23)}`
}

const styleOf = ({ color, background, bold, dim, italic, underline }: Span): CSSProperties => ({
  color,
  background,
  fontWeight: bold ? 700 : undefined,
  opacity: dim ? 0.7 : undefined,
  fontStyle: italic ? 'italic' : undefined,
  textDecoration: underline ? 'underline' : undefined,
})

/** Every place of the query in the text, marked. */
function marked(text: string, query: string): ReactNode {
  if (query === '' || !text.includes(query)) return text
  return text.split(query).flatMap((part, index) =>
    index === 0
      ? [part]
      : [
          <mark key={index} className={css.mark}>
            {query}
          </mark>,
          part,
        ],
  )
}

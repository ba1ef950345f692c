import { memo, type ReactNode } from 'react'
import type { LogLine } from '../../../shared/model/log.ts'
import { spansOf, type Span } from './ansi.ts'
import css from './LogsPanel.module.css'

/** What is drawn of a line at the most; the file has all of it. */
const longest = 4_000

interface LineProps {
  readonly seq: number
  readonly line: LogLine | undefined
  readonly showTime: boolean
  readonly query: string
  readonly current: boolean
}

export const Line = memo(function Line({ seq, line, showTime, query, current }: LineProps) {
  const text = line?.text ?? ''
  return (
    <div className={css.line} data-stream={line?.stream} data-current={current || undefined}>
      <span className={css.number}>{seq}</span>
      {showTime && <time className={css.time} dateTime={line?.ts}>{line?.ts.slice(11, 23)}</time>}
      <span className={css.text}>
        {spansOf(text.slice(0, longest)).map((span, index) => <span key={index} style={styleOf(span)}>{marked(span.text, query)}</span>)}
        {text.length > longest && <em className={css.cut}> … {(text.length - longest).toLocaleString('en')} more characters: save the log to see them</em>}
      </span>
    </div>
  )
})

function styleOf({ color, background, bold, dim, italic, underline }: Span) {
  return { color, background, fontWeight: bold ? 700 : undefined, opacity: dim ? 0.7 : undefined, fontStyle: italic ? 'italic' : undefined, textDecoration: underline ? 'underline' : undefined }
}

/** Every place of the query in the text, marked. */
function marked(text: string, query: string): ReactNode {
  if (query === '' || !text.includes(query)) return text
  return text.split(query).flatMap((part, index) => index === 0 ? [part] : [<mark key={index} className={css.mark}>{query}</mark>, part])
}

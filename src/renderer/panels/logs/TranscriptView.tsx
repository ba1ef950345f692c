import { memo, useLayoutEffect, useRef, useState } from 'react'
import { Brain, CircleAlert, CircleCheck, Wrench } from 'lucide-react'
import { hasEnded, type Run } from '../../../shared/model/run.ts'
import { Empty } from '../../ui/Empty.tsx'
import { counted, dollars, duration } from '../../ui/format.ts'
import { passagesOf, type Block } from './transcript.ts'
import { useTranscript } from './useTranscript.ts'
import css from './Transcript.module.css'

interface TranscriptViewProps {
  readonly run: Run
  readonly following: boolean
  readonly setFollowing: (following: boolean) => void
}

/** Earlier blocks are drawn when they are asked for. */
const usuallyShown = 500
const atEndPx = 24

/** What a coding agent said and did, to be read. */
export function TranscriptView({ run, following, setFollowing }: TranscriptViewProps) {
  const { blocks } = useTranscript(run.id)
  const [shown, setShown] = useState(usuallyShown)
  const viewport = useRef<HTMLDivElement>(null)
  useLayoutEffect(() => {
    if (following) viewport.current?.scrollTo({ top: viewport.current.scrollHeight })
  }, [following, blocks])
  if (blocks.length === 0) return <Empty text={hasEnded(run.status) ? 'The agent has said nothing.' : 'The agent has said nothing yet.'} />
  const hidden = Math.max(0, blocks.length - shown)
  const onScroll = ({ currentTarget: { scrollHeight, scrollTop, clientHeight } }: { currentTarget: HTMLDivElement }): void => {
    const atEnd = scrollHeight - scrollTop - clientHeight < atEndPx
    if (atEnd !== following) setFollowing(atEnd)
  }
  return (
    <div ref={viewport} className={css.viewport} role="log" aria-label="Transcript" aria-live="off" tabIndex={0} onScroll={onScroll}>
      {hidden > 0 && (
        <button type="button" className={css.earlier} onClick={() => setShown(shown + 2_000)}>
          Show {counted(Math.min(hidden, 2_000), 'earlier block')}
        </button>
      )}
      {blocks.slice(hidden).map((block, index) => (
        <BlockView key={hidden + index} block={block} />
      ))}
    </div>
  )
}

const BlockView = memo(function BlockView({ block }: { readonly block: Block }) {
  switch (block.kind) {
    case 'text':
      return (
        <div className={css.text}>
          {passagesOf(block.text).map((part, index) =>
            part.code ? (
              <pre key={index} className={css.code}>
                {part.text}
              </pre>
            ) : (
              <p key={index}>{part.text}</p>
            ),
          )}
        </div>
      )
    case 'thinking':
      return (
        <details className={css.thinking}>
          <summary>
            <Brain size={13} aria-hidden />
            {block.text.split('\n')[0]}
          </summary>
          <p>{block.text}</p>
        </details>
      )
    case 'tool':
      return <ToolView block={block} />
    case 'line':
      return (
        <div className={css.line} data-error={block.isError || undefined}>
          {block.text}
        </div>
      )
    case 'session':
      return (
        <div className={css.session}>
          {block.model ?? 'A coding agent'} · session {block.sessionId.slice(0, 8)}
        </div>
      )
    case 'result':
      return <ResultView result={block} />
  }
})

const longestResult = 20_000

function ToolView({ block: { name, summary, detail, result } }: { readonly block: Extract<Block, { kind: 'tool' }> }) {
  return (
    <details className={css.tool} data-error={result?.isError === true || undefined}>
      <summary>
        <Wrench size={13} aria-hidden />
        <b>{name}</b>
        <span className={css.summary}>{summary}</span>
        {result === null && <i>going on</i>}
        {result?.isError && <i>failed</i>}
      </summary>
      <pre className={css.code}>{detail}</pre>
      {result && result.text !== '' && (
        <pre className={css.code} data-error={result.isError || undefined}>
          {result.text.slice(0, longestResult)}
          {result.text.length > longestResult ? '\n… the rest stands in Raw' : ''}
        </pre>
      )}
    </details>
  )
}

function ResultView({ result }: { readonly result: Extract<Block, { kind: 'result' }> }) {
  const facts = [
    result.costUsd !== null && dollars(result.costUsd),
    result.turns !== null && counted(result.turns, 'turn'),
    result.inputTokens !== null && `${result.inputTokens.toLocaleString('en')} tokens in`,
    result.outputTokens !== null && `${result.outputTokens.toLocaleString('en')} out`,
    result.durationMs !== null && duration(result.durationMs),
  ].filter((fact) => fact !== false)
  return (
    <div className={css.result} data-error={result.isError || undefined}>
      {result.isError ? <CircleAlert size={14} aria-hidden /> : <CircleCheck size={14} aria-hidden />}
      <span>{result.isError ? result.text || 'The agent reported an error' : 'Done'}</span>
      <span className={css.facts}>{facts.join(' · ')}</span>
    </div>
  )
}

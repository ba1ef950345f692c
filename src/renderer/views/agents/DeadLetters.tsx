import { useCallback, useEffect, useState } from 'react'
import { RotateCcw } from 'lucide-react'
import type { DeadLetter } from '../../../shared/contract/agents.ts'
import type { z } from 'zod'
import { told } from '../../actions/tell.ts'
import { useClient } from '../../state/client.ts'
import { Button } from '../../ui/Button.tsx'
import { counted } from '../../ui/format.ts'
import css from './Agents.module.css'

type Letter = z.infer<typeof DeadLetter>
/** So many are read at first, and so many at the most: a broker shows only the head of its queue. */
const readFirst = 100
const readMost = 500

const nothing = { letters: [], total: 0 }

/** Messages that nobody could use, to be looked at, and to be put back where they came from. */
export function DeadLetters() {
  const client = useClient()
  const [limit, setLimit] = useState(readFirst)
  const [found, setFound] = useState<{ readonly letters: readonly Letter[]; readonly total: number } | string>(nothing)
  const look = useCallback(
    () =>
      void client.bus
        .deadLetters({ limit })
        .then((answer) => setFound(answer.ok ? answer.value : answer.failure.message))
        .catch(() => {}),
    [client, limit],
  )
  useEffect(look, [look])
  /** All of them, the ones out of sight too, where none are named. */
  const requeue = (ids?: readonly string[]): void => void told(client.bus.requeue(ids ? { ids: [...ids] } : {})).then(look)
  if (typeof found === 'string') return <p className={css.hint}>{found}</p>
  const { letters, total } = found
  return (
    <section className={css.letters} aria-label="Dead letters">
      <header>
        <h3>Dead letters</h3>
        <span>{total === 0 ? 'none: every message was understood' : counted(total, 'message')}</span>
        <Button onClick={look}>Look again</Button>
        {total > 0 && (
          <Button icon={RotateCcw} onClick={() => requeue()}>
            Put all back
          </Button>
        )}
      </header>
      <ul>
        {letters.map((letter) => (
          <li key={letter.id}>
            <b>{letter.queue}</b>
            <span>{letter.reason}</span>
            <code title={letter.body}>{letter.body}</code>
            <Button icon={RotateCcw} onClick={() => requeue([letter.id])}>
              Put back
            </Button>
          </li>
        ))}
      </ul>
      {letters.length < total && (
        <p className={css.hint}>
          The first {letters.length} of them.{' '}
          {limit < readMost ? (
            <Button tone="quiet" onClick={() => setLimit(readMost)}>
              Show more
            </Button>
          ) : (
            '“Put all back” takes the others along.'
          )}
        </p>
      )}
    </section>
  )
}

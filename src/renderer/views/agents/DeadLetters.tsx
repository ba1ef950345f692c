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
const mostShown = 100

/** Messages that nobody could use, to be looked at, and to be put back where they came from. */
export function DeadLetters() {
  const client = useClient()
  const [letters, setLetters] = useState<readonly Letter[] | string>([])
  const look = useCallback(
    () =>
      void client.bus
        .deadLetters({ limit: mostShown })
        .then((answer) => setLetters(answer.ok ? answer.value.letters : answer.failure.message)),
    [client],
  )
  useEffect(look, [look])
  const requeue = (ids: readonly string[]): void => void told(client.bus.requeue({ ids: [...ids] })).then(look)
  if (typeof letters === 'string') return <p className={css.hint}>{letters}</p>
  return (
    <section className={css.letters} aria-label="Dead letters">
      <header>
        <h3>Dead letters</h3>
        <span>{letters.length === 0 ? 'none: every message was understood' : counted(letters.length, 'message')}</span>
        <Button onClick={look}>Look again</Button>
        {letters.length > 0 && (
          <Button icon={RotateCcw} onClick={() => requeue(letters.map(({ id }) => id))}>
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
    </section>
  )
}

import { useCallback, useEffect, useState } from 'react'
import type { Client } from '../../shared/contract/client.ts'
import { useClient } from './client.ts'

const lookEveryMs = 3_000

/**
 * What the engine answers, for what changes without an event: asked for while it is in sight, and at once by `look`. An
 * answer that was refused, or did not come, leaves what is shown.
 *
 * @param ask always the same function for the same question
 */
export function useWatched<Value>(ask: (client: Client) => Promise<Value | undefined>): {
  readonly value: Value | undefined
  readonly look: () => void
} {
  const client = useClient()
  const [value, setValue] = useState<Value>()
  const look = useCallback(
    () =>
      void ask(client)
        .then((answer) => {
          if (answer !== undefined) setValue(answer)
        })
        .catch(() => {}),
    [ask, client],
  )
  useEffect(() => {
    look()
    const timer = setInterval(look, lookEveryMs)
    return () => clearInterval(timer)
  }, [look])
  return { value, look }
}

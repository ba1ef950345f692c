import { useEffect, useState } from 'react'
import type { Client } from '../../../shared/contract/client.ts'
import type { Run } from '../../../shared/model/run.ts'
import { useClient } from '../../state/client.ts'
import { differencesOf, mostCompared, withoutNoise, type Difference } from './differences.ts'

export interface Comparison {
  /** The newest run of the same task before this one that succeeded. */
  readonly good: Run
  readonly lines: readonly Difference[]
  /** A log was too long to compare all of it. */
  readonly cut: boolean
}

/** Undefined while it is being read; null where no run before this one succeeded. */
export function useComparison(run: Run | undefined): Comparison | null | undefined {
  const client = useClient()
  const [found, setFound] = useState<Comparison | null>()
  useEffect(() => {
    const left = { gone: false }
    if (run)
      void compare(client, run)
        .then((comparison) => {
          if (!left.gone) setFound(comparison)
        })
        .catch(() => {})
    return () => {
      left.gone = true
    }
  }, [client, run])
  return found
}

async function compare(client: Client, run: Run): Promise<Comparison | null> {
  const before = await client.runs.list({ taskId: run.taskId, status: 'succeeded', until: run.queuedAt, limit: 1 })
  const good = before.ok ? before.value.runs[0] : undefined
  if (!good) return null
  const [then, now] = await Promise.all([linesOf(client, good), linesOf(client, run)])
  return { good, lines: differencesOf(then, now), cut: Math.max(good.log.lines, run.log.lines) > mostCompared }
}

async function linesOf(client: Client, run: Run): Promise<readonly string[]> {
  const page = await client.runs.logs({ runId: run.id, limit: mostCompared })
  return page.ok ? page.value.lines.filter(({ stream }) => stream !== 'system').map(({ text }) => withoutNoise(text)) : []
}

import { useEffect, useState } from 'react'
import type { Statistics } from '../../../shared/contract/statistics.ts'
import type { JobId } from '../../../shared/model/ids.ts'
import { useClient } from '../../state/client.ts'

const dayMs = 86_400_000
/** A figure over days need not follow each run. */
const readAgainEveryMs = 30_000

/** Whole days (UTC) up to now, read again from time to time; null until they were read once. */
export function useStatistics(days: number, jobId: JobId | null): Statistics | null {
  const client = useClient()
  const [held, setHeld] = useState<Statistics | null>(null)
  useEffect(() => {
    const left = { gone: false }
    const read = (): void => {
      const first = new Date(Date.now() - (days - 1) * dayMs).toISOString().slice(0, 10)
      void client.statistics
        .get({ since: `${first}T00:00:00.000Z`, ...(jobId && { jobId }) })
        .then((answer) => {
          if (answer.ok && !left.gone) setHeld(answer.value)
        })
        .catch(() => {})
    }
    read()
    const timer = setInterval(read, readAgainEveryMs)
    return () => {
      left.gone = true
      clearInterval(timer)
    }
  }, [client, days, jobId])
  return held
}

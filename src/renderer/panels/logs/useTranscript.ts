import { useEffect, useState } from 'react'
import type { RunId } from '../../../shared/model/ids.ts'
import { useClient } from '../../state/client.ts'
import { emptyTranscript, extended, type Transcript } from './transcript.ts'

const againAfterMs = 1_000

/** The conversation of a run, read from its log from the first line on, and along with it. */
export function useTranscript(runId: RunId): Transcript {
  const client = useClient()
  const [transcript, setTranscript] = useState(emptyTranscript)
  useEffect(() => {
    const closing = new AbortController()
    let next = 1
    const read = async (): Promise<void> => {
      for await (const lines of client.runs.followLog({ runId, fromLine: next }, closing.signal)) {
        next = (lines.at(-1)?.seq ?? next - 1) + 1
        setTranscript((now) => extended(now, lines))
      }
    }
    const readOn = async (): Promise<void> => {
      // The engine may be away for a moment; the lines that were read stay.
      while (
        !closing.signal.aborted &&
        !(await read().then(
          () => true,
          () => false,
        ))
      )
        await new Promise((resolve) => {
          setTimeout(resolve, againAfterMs)
        })
    }
    void readOn()
    return () => closing.abort()
  }, [client, runId])
  return transcript
}

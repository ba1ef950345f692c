import { useEffect, useMemo, useRef, useState } from 'react'
import type { Client } from '../../../shared/contract/client.ts'
import type { RunId } from '../../../shared/model/ids.ts'
import type { LogLine } from '../../../shared/model/log.ts'
import { useClient } from '../../state/client.ts'
import { createLogWindow, firstOf, pageSize, type LogWindow } from './window.ts'

/** Lines in the order in which they are shown, by their place from 1 on. */
export interface Lines {
  /** Below zero until it is known. */
  readonly total: number
  line(place: number): LogLine | undefined
  /** The number that the line at this place has in the log. */
  numberAt(place: number): number
  /** What is on the screen: lines that are missing are read. */
  show(first: number, last: number): void
}

export interface Log extends Lines {
  /** Told of every line that arrives while the run goes on; answers a function that ends it. */
  onArrival(told: (lines: readonly LogLine[]) => void): () => void
}

/** New lines come on the screen together, once a frame or so. */
const showEveryMs = 33
const tryAgainAfterMs = 1_000
/** Who is further behind than this goes to the end at once: what lies between is read when it is looked at. */
const mostBehind = 20_000

/** The log of a run: of a long one only what was looked at, and its newest lines, are held. */
export function useLog(runId: RunId): Log {
  const client = useClient()
  const [held] = useState(() => ({
    window: createLogWindow(),
    asked: new Set<number>(),
    arrivals: new Set<(lines: readonly LogLine[]) => void>(),
  }))
  const [total, setTotal] = useState(-1)
  const [revision, setRevision] = useState(0)
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined)

  useEffect(() => {
    const leaving = new AbortController()
    const show = (): void => {
      timer.current = undefined
      setTotal((known) => Math.max(known, held.window.last))
      setRevision((known) => known + 1)
    }
    const arrived = (lines: readonly LogLine[]): void => {
      held.window.put(lines)
      for (const told of held.arrivals) told(lines)
      timer.current ??= setTimeout(show, showEveryMs)
    }
    void keepUp(client, runId, { known: setTotal, arrived, window: held.window }, leaving.signal)
    return () => {
      leaving.abort()
      clearTimeout(timer.current)
      timer.current = undefined
    }
  }, [client, runId, held])

  return useMemo(
    () => ({
      total,
      line: (place) => held.window.line(place),
      numberAt: (place) => place,
      show(first, last) {
        for (const page of held.window.look(first, last, total)) {
          if (held.asked.has(page)) continue
          held.asked.add(page)
          void client.runs
            .logs({ runId, fromLine: firstOf(page), limit: pageSize })
            .then((answer) => {
              if (answer.ok) held.window.put(answer.value.lines)
            })
            .catch(() => {})
            .finally(() => {
              held.asked.delete(page)
              setRevision((known) => known + 1)
            })
        }
      },
      onArrival(told) {
        held.arrivals.add(told)
        return () => held.arrivals.delete(told)
      },
      // A new revision is a new log for whoever draws it.
      revision,
    }),
    [client, runId, held, total, revision],
  )
}

interface Listener {
  readonly window: LogWindow
  known(total: number): void
  arrived(lines: readonly LogLine[]): void
}

/** Reads along until the run has ended and all of it was read; when the engine goes away, on from there once it is back. */
async function keepUp(client: Client, runId: RunId, listener: Listener, abort: AbortSignal): Promise<void> {
  while (!abort.aborted) {
    try {
      const head = await client.runs.logs({ runId, limit: 1 })
      if (!head.ok || abort.aborted) return
      listener.known(head.value.totalLines)
      // The end is where the eye is: of a long log the tail is followed, and the rest is read when it is looked at.
      const fromLine = Math.max(listener.window.last + 1, head.value.totalLines - pageSize + 1, 1)
      const why = await followFrom(client, runId, fromLine, listener, abort)
      if (why === 'behind') continue
      const rest = await client.runs.logs({ runId, fromLine: listener.window.last + 1, limit: 1 })
      if (!rest.ok || rest.value.nextFromLine === null) return
    } catch {
      // The engine went away: the window says so, and goes on when it is back.
    }
    await new Promise((resolve) => setTimeout(resolve, tryAgainAfterMs))
  }
}

/** Stops early when lines come faster than they can be shown. */
async function followFrom(
  client: Client,
  runId: RunId,
  fromLine: number,
  { arrived }: Listener,
  abort: AbortSignal,
): Promise<'ended' | 'behind'> {
  const leaving = new AbortController()
  const leave = (): void => leaving.abort()
  abort.addEventListener('abort', leave, { once: true })
  let checkAt = fromLine + mostBehind
  try {
    for await (const lines of client.runs.followLog({ runId, fromLine }, leaving.signal)) {
      arrived(lines)
      const last = lines.at(-1)?.seq ?? 0
      if (last < checkAt) continue
      checkAt = last + mostBehind
      const head = await client.runs.logs({ runId, limit: 1 })
      if (head.ok && head.value.totalLines - last > mostBehind) return 'behind'
    }
    return 'ended'
  } finally {
    leave()
    abort.removeEventListener('abort', leave)
  }
}

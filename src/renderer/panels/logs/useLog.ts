import { useEffect, useMemo, useRef, useState } from 'react'
import type { RunId } from '../../../shared/model/ids.ts'
import type { LogLine } from '../../../shared/model/log.ts'
import { useClient } from '../../state/client.ts'

/** Lines by their number; of a long log only what was looked at, and its newest lines, are held. */
export interface Log {
  readonly total: number
  line(seq: number): LogLine | undefined
  /** What is on the screen: lines that are missing are read. */
  show(first: number, last: number): void
}

const pageSize = 500
/** Lines held before the ones looked at longest ago are let go. */
const mostHeld = 40_000
/** New lines come on the screen together, once a frame or so. */
const showEveryMs = 33

export function useLog(runId: RunId | null, ended: boolean): Log {
  const client = useClient()
  const held = useRef(new Map<number, LogLine>())
  const asked = useRef(new Set<number>())
  const [total, setTotal] = useState(-1)
  const [revision, setRevision] = useState(0)

  useEffect(() => {
    held.current = new Map()
    asked.current = new Set()
    setTotal(-1)
    if (!runId) return
    const leaving = new AbortController()
    const follow = async (): Promise<void> => {
      const head = await client.runs.logs({ runId, limit: 1 })
      if (!head.ok || leaving.signal.aborted) return
      setTotal(head.value.totalLines)
      // The end is where the eye is: of a long log the tail is followed, and the rest is read when it is looked at.
      await keepUp(Math.max(1, head.value.totalLines - pageSize + 1))
    }
    const keepUp = async (fromLine: number): Promise<void> => {
      const state = { last: fromLine - 1, timer: undefined as ReturnType<typeof setTimeout> | undefined }
      const show = (): void => {
        state.timer = undefined
        setTotal((known) => Math.max(known, state.last))
        setRevision((known) => known + 1)
      }
      for await (const lines of client.runs.followLog({ runId, fromLine }, leaving.signal)) {
        for (const line of lines) held.current.set(line.seq, line)
        state.last = lines.at(-1)?.seq ?? state.last
        trim(held.current, asked.current)
        state.timer ??= setTimeout(show, showEveryMs)
      }
    }
    follow().catch(() => {})
    return () => leaving.abort()
    // A run that starts (again) after its log was opened is followed by the same stream.
  }, [client, runId])

  return useMemo(() => ({
    total,
    line: (seq: number) => held.current.get(seq),
    show(first: number, last: number) {
      if (!runId) return
      for (let page = Math.floor((first - 1) / pageSize); page <= Math.floor((last - 1) / pageSize); page++) {
        if (asked.current.has(page) || complete(held.current, page * pageSize + 1, Math.min(total, (page + 1) * pageSize))) continue
        asked.current.add(page)
        void client.runs.logs({ runId, fromLine: page * pageSize + 1, limit: pageSize }).then((answer) => {
          if (answer.ok) for (const line of answer.value.lines) held.current.set(line.seq, line)
          if (!ended) asked.current.delete(page)
          setRevision((known) => known + 1)
        }).catch(() => asked.current.delete(page))
      }
    },
    // A new revision is a new log for whoever draws it.
    revision,
  }), [client, runId, ended, total, revision])
}

function complete(held: ReadonlyMap<number, LogLine>, first: number, last: number): boolean {
  for (let seq = first; seq <= last; seq++) if (!held.has(seq)) return false
  return true
}

function trim(held: Map<number, LogLine>, asked: Set<number>): void {
  if (held.size <= mostHeld) return
  asked.clear()
  for (const seq of held.keys()) {
    held.delete(seq)
    if (held.size <= mostHeld * 0.8) return
  }
}

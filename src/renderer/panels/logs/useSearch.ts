import { useEffect, useState } from 'react'
import type { RunId } from '../../../shared/model/ids.ts'
import { useClient } from '../../state/client.ts'

export interface LogSearch {
  readonly open: boolean
  readonly query: string
  readonly matches: number
  /** 1-based place of the current match among those found; 0 where there is none. */
  readonly place: number
  /** The line of the current match. */
  readonly line: number | undefined
  set(query: string): void
  step(by: 1 | -1): void
  show(): void
  toggle(): void
}

const nothing = { matches: 0, lines: [] as readonly number[] }
const typedAfterMs = 200
const countAgainAfterMs = 1_000

/** Searches where the log lies; while the run goes on, what is new is counted in. */
export function useSearch(runId: RunId, total: number): LogSearch {
  const client = useClient()
  const [open, setOpen] = useState(false)
  const [query, setQuery] = useState('')
  const [found, setFound] = useState(nothing)
  const [at, setAt] = useState(0)
  useEffect(() => {
    if (!open || query === '') return setFound(nothing)
    const left = { gone: false }
    const timer = setTimeout(() => {
      void client.runs.searchLog({ runId, q: query }).then((answer) => { if (answer.ok && !left.gone) setFound(answer.value) }).catch(() => {})
    }, total < 0 ? countAgainAfterMs : typedAfterMs)
    return () => { left.gone = true; clearTimeout(timer) }
  }, [client, runId, open, query, total])
  const place = found.lines.length === 0 ? 0 : Math.min(at, found.lines.length - 1) + 1
  return {
    open, query: open ? query : '', matches: found.matches, place,
    line: open && place > 0 ? found.lines[place - 1] : undefined,
    set: (text) => { setQuery(text); setAt(0) },
    step: (by) => setAt((now) => found.lines.length === 0 ? 0 : (Math.min(now, found.lines.length - 1) + by + found.lines.length) % found.lines.length),
    show: () => setOpen(true),
    toggle: () => setOpen((now) => !now),
  }
}

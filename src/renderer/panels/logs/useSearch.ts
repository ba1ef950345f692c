import { useEffect, useRef, useState } from 'react'
import type { Client } from '../../../shared/contract/client.ts'
import type { RunId } from '../../../shared/model/ids.ts'
import { useClient } from '../../state/client.ts'
import type { Lines } from './useLog.ts'

export interface LogSearch {
  readonly open: boolean
  readonly query: string
  /** Below zero until they are counted. */
  readonly matches: number
  /** 1-based place of the current match among those that can be stepped through; 0 where there is none. */
  readonly at: number
  /** The place in the log of the current match. */
  readonly place: number | undefined
  /** Grows each time the search is asked for, so that its field takes the focus. */
  readonly asked: number
  set(query: string): void
  step(by: 1 | -1): void
  show(): void
  close(): void
}

interface Found {
  readonly matches: number
  readonly places: readonly number[]
}

const nothing: Found = { matches: -1, places: [] }
const typedAfterMs = 150
const countAgainAfterMs = 1_000
/** Matches that can be stepped through; all of them are counted. */
const mostFound = 10_000

/** Searches where the log lies, or in the lines of some streams that are held here. */
export function useSearch(runId: RunId, log: Lines, filtered: Lines | undefined): LogSearch {
  const [open, setOpen] = useState(false)
  const [asked, setAsked] = useState(0)
  const [query, setQuery] = useState('')
  const [current, setCurrent] = useState(0)
  const found = useFound(runId, open ? query : '', log, filtered)
  const many = found.places.length
  const at = many === 0 ? 0 : Math.min(current, many - 1) + 1
  return {
    open,
    asked,
    query: open ? query : '',
    matches: found.matches,
    at,
    place: at > 0 ? found.places[at - 1] : undefined,
    set: (text) => {
      setQuery(text)
      setCurrent(0)
    },
    step: (by) => {
      if (many > 0) setCurrent((at - 1 + by + many) % many)
    },
    show: () => {
      setOpen(true)
      setAsked((times) => times + 1)
    },
    close: () => setOpen(false),
  }
}

/** Searched soon after the last key, and then, while the log grows, again each second. */
function useFound(runId: RunId, query: string, log: Lines, filtered: Lines | undefined): Found {
  const client = useClient()
  const [found, setFound] = useState(nothing)
  const lines = useRef({ log, filtered })
  useEffect(() => {
    lines.current = { log, filtered }
  })
  const isFiltered = filtered !== undefined
  useEffect(() => {
    setFound(nothing)
    if (query === '') return
    const left = { gone: false, searched: -1, timer: undefined as ReturnType<typeof setTimeout> | undefined }
    const again = async (): Promise<void> => {
      const { total } = lines.current.filtered ?? lines.current.log
      if (total !== left.searched) {
        left.searched = total
        const next = await search(client, runId, query, lines.current.filtered)
        if (next && !left.gone) setFound(next)
      }
      if (!left.gone) left.timer = setTimeout(() => void again(), countAgainAfterMs)
    }
    left.timer = setTimeout(() => void again(), typedAfterMs)
    return () => {
      left.gone = true
      clearTimeout(left.timer)
    }
  }, [client, runId, query, isFiltered])
  return found
}

async function search(client: Client, runId: RunId, query: string, filtered: Lines | undefined): Promise<Found | undefined> {
  if (filtered) return among(filtered, query)
  const answer = await client.runs.searchLog({ runId, q: query, limit: mostFound }).catch(() => undefined)
  return answer?.ok ? { matches: answer.value.matches, places: answer.value.lines } : undefined
}

function among(lines: Lines, query: string): Found {
  const places = Array.from({ length: Math.max(0, lines.total) }, (_, index) => index + 1).filter((place) =>
    lines.line(place)?.text.includes(query),
  )
  return { matches: places.length, places: places.slice(0, mostFound) }
}

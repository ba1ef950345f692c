import { useCallback, useEffect, useRef, useState } from 'react'
import type { TimelineRow } from '../../../shared/contract/schedules.ts'
import { useClient } from '../../state/client.ts'
import { useStore } from '../../state/store.ts'
import type { Span } from './place.ts'

export interface Timeline {
  readonly total: number
  readonly span: Span
  at(index: number): TimelineRow | undefined
  show(first: number, last: number): void
}

interface Held {
  readonly total: number
  readonly span: Span
  readonly rows: ReadonlyMap<number, TimelineRow>
}

const pageSize = 50
const readAgainAfterMs = 400

/** The pages in sight, read again some time after something was started or is planned otherwise. */
export function useTimeline(asked: string, hours: number): Timeline | null {
  const client = useClient()
  const [held, setHeld] = useState<Held | null>(null)
  const wanted = useRef(new Set<number>([0]))
  const nextFireAt = useStore((state) => state.summary?.nextFireAt)
  const read = useCallback(
    async (page: number, fresh: boolean): Promise<void> => {
      const answer = await client.schedules.timeline({ hours, limit: pageSize, offset: page * pageSize, ...(asked !== '' && { q: asked }) })
      if (!answer.ok) return
      const { rows, total, since, now, until } = answer.value
      const span = { since: Date.parse(since), now: Date.parse(now), until: Date.parse(until) }
      setHeld((before) => ({
        total,
        span,
        rows: new Map([...(fresh ? [] : (before?.rows ?? [])), ...rows.map((row, index) => [page * pageSize + index, row] as const)]),
      }))
    },
    [client, asked, hours],
  )
  useEffect(() => {
    const timer = setTimeout(() => {
      const [first = 0, ...others] = wanted.current
      void read(first, true)
        .then(() => Promise.all(others.map((page) => read(page, false))))
        .catch(() => {})
    }, readAgainAfterMs)
    return () => clearTimeout(timer)
  }, [read, nextFireAt])
  const show = useCallback(
    (first: number, last: number): void => {
      const pages = new Set<number>()
      for (let page = Math.floor(first / pageSize); page <= Math.floor(last / pageSize); page++) pages.add(page)
      for (const page of pages) if (!wanted.current.has(page)) void read(page, false).catch(() => {})
      wanted.current = pages
    },
    [read],
  )
  return held && { total: held.total, span: held.span, at: (index) => held.rows.get(index), show }
}

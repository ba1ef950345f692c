import { useCallback, useEffect, useMemo, useRef, useState } from 'react'
import type { Client } from '../../shared/contract/client.ts'
import type { Failure } from '../../shared/model/failure.ts'
import type { Result } from '../../shared/model/result.ts'
import { useClient } from './client.ts'

export interface Page<Row> {
  readonly rows: readonly Row[]
  readonly total: number
}
export interface PageAsked {
  readonly limit: number
  readonly offset: number
}

/** @returns undefined where it was refused */
export type AskPage<Row> = (client: Client, page: PageAsked) => Promise<Page<Row> | undefined>

/** The page of an answer, under whatever name it has its rows. */
export async function pageFrom<Value extends { readonly total: number }, Row>(
  answer: Promise<Result<Value, Failure>>,
  rows: (value: Value) => readonly Row[],
): Promise<Page<Row> | undefined> {
  const result = await answer
  return result.ok ? { rows: rows(result.value), total: result.value.total } : undefined
}

export interface Pages<Row> {
  /** Below zero until it is known. */
  readonly count: number
  at(index: number): Row | undefined
  /** What is on the screen: it is read, and again every few seconds. */
  show(first: number, last: number): void
  /** Reads again at once. */
  look(): void
}

const pageSize = 100
const lookEveryMs = 3_000

interface Held<Row> {
  readonly total: number
  readonly rows: ReadonlyMap<number, Row>
}

/**
 * A list that changes without events, read where somebody looks: pages come as they are scrolled to, what is in sight is
 * read again every few seconds, and what is out of sight is let go of.
 *
 * @param ask always the same function for the same question
 */
export function usePages<Row>(ask: AskPage<Row>): Pages<Row> {
  const client = useClient()
  const [held, setHeld] = useState<Held<Row>>({ total: -1, rows: new Map() })
  const inSight = useRef({ first: 0, last: 0 })
  const asked = useRef(0)
  const look = useCallback(async (): Promise<void> => {
    const turn = (asked.current += 1)
    const pages = await Promise.all(
      pagesOf(inSight.current).map(async (offset) => ({ offset, page: await ask(client, { limit: pageSize, offset }) })),
    )
    // Somebody scrolled on, or asks something else, while it was read.
    if (turn === asked.current) setHeld((before) => holding(pages, before))
  }, [ask, client])
  useEffect(() => {
    const again = (): void => void look().catch(() => {})
    again()
    const timer = setInterval(again, lookEveryMs)
    return () => {
      clearInterval(timer)
      asked.current += 1
    }
  }, [look])
  const show = useCallback(
    (first: number, last: number): void => {
      const known = pagesOf(inSight.current).join()
      inSight.current = { first, last }
      if (pagesOf(inSight.current).join() !== known) void look().catch(() => {})
    },
    [look],
  )
  const lookAgain = useCallback((): void => void look().catch(() => {}), [look])
  return useMemo(() => ({ count: held.total, at: (index) => held.rows.get(index), show, look: lookAgain }), [held, show, lookAgain])
}

/** Where the pages begin that hold these rows. */
function pagesOf({ first, last }: { readonly first: number; readonly last: number }): readonly number[] {
  const begin = Math.floor(Math.max(0, first) / pageSize)
  const end = Math.floor(Math.max(first, last) / pageSize)
  return Array.from({ length: end - begin + 1 }, (_, index) => (begin + index) * pageSize)
}

function holding<Row>(pages: readonly { readonly offset: number; readonly page: Page<Row> | undefined }[], before: Held<Row>): Held<Row> {
  const read = pages.filter((one): one is { offset: number; page: Page<Row> } => one.page !== undefined)
  if (read.length === 0) return before
  return {
    total: read.at(-1)?.page.total ?? 0,
    rows: new Map(read.flatMap(({ offset, page }) => page.rows.map((row, index) => [offset + index, row] as const))),
  }
}

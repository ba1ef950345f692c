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

/** @returns why, where it was refused */
export type AskPage<Row> = (client: Client, page: PageAsked) => Promise<Page<Row> | string>

/** The page of an answer, under whatever name it has its rows. */
export async function pageFrom<Value extends { readonly total: number }, Row>(
  answer: Promise<Result<Value, Failure>>,
  rows: (value: Value) => readonly Row[],
): Promise<Page<Row> | string> {
  const result = await answer
  return result.ok ? { rows: rows(result.value), total: result.value.total } : result.failure.message
}

/** Every row, page after page; undefined where it was refused. */
export async function everyRow<Row>(ask: (page: PageAsked) => Promise<Page<Row> | string>): Promise<readonly Row[] | undefined> {
  const rows: Row[] = []
  for (;;) {
    const page = await ask({ limit: mostAtOnce, offset: rows.length })
    if (typeof page === 'string') return undefined
    rows.push(...page.rows)
    if (page.rows.length === 0 || rows.length >= page.total) return rows
  }
}

/** So many rows a question may ask for. */
const mostAtOnce = 500

export interface Pages<Row> {
  /** Below zero until it is known. */
  readonly count: number
  /** Why the engine did not answer the last question, as a sentence. */
  readonly refused: string | undefined
  at(index: number): Row | undefined
  /** Where such a row stands among those that were read, else below zero. */
  placeOf(is: (row: Row) => boolean): number
  /** What is on the screen: it is read, and again every few seconds. */
  show(first: number, last: number): void
  /** Reads again at once. */
  look(): void
}

const pageSize = 100
const lookEveryMs = 3_000

interface Held<Row> {
  readonly total: number
  readonly refused: string | undefined
  readonly rows: ReadonlyMap<number, Row>
}

/**
 * A list that changes without events, read where somebody looks: pages come as they are scrolled to, what is in sight is
 * read again every few seconds, and what is out of sight is let go of.
 *
 * @param ask always the same function for the same question
 * @param everyMs undefined where reading costs too much to be done unasked
 */
export function usePages<Row>(ask: AskPage<Row>, everyMs: number | undefined = lookEveryMs): Pages<Row> {
  const client = useClient()
  const [held, setHeld] = useState<Held<Row>>({ total: -1, refused: undefined, rows: new Map() })
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
    const timer = everyMs === undefined ? undefined : setInterval(again, everyMs)
    return () => {
      clearInterval(timer)
      asked.current += 1
    }
  }, [look, everyMs])
  const show = useCallback(
    (first: number, last: number): void => {
      const known = pagesOf(inSight.current).join()
      inSight.current = { first, last }
      if (pagesOf(inSight.current).join() !== known) void look().catch(() => {})
    },
    [look],
  )
  const lookAgain = useCallback((): void => void look().catch(() => {}), [look])
  return useMemo(
    () => ({
      count: held.total,
      refused: held.refused,
      at: (index) => held.rows.get(index),
      placeOf: (is) => [...held.rows].find(([, row]) => is(row))?.[0] ?? -1,
      show,
      look: lookAgain,
    }),
    [held, show, lookAgain],
  )
}

/** Where the pages begin that hold these rows. */
function pagesOf({ first, last }: { readonly first: number; readonly last: number }): readonly number[] {
  const begin = Math.floor(Math.max(0, first) / pageSize)
  const end = Math.floor(Math.max(first, last) / pageSize)
  return Array.from({ length: end - begin + 1 }, (_, index) => (begin + index) * pageSize)
}

function holding<Row>(pages: readonly { readonly offset: number; readonly page: Page<Row> | string }[], before: Held<Row>): Held<Row> {
  const read = pages.filter((one): one is { offset: number; page: Page<Row> } => typeof one.page !== 'string')
  const refused = pages.map(({ page }) => page).find((page) => typeof page === 'string')
  if (read.length === 0) return { ...before, refused }
  return {
    total: read.at(-1)?.page.total ?? 0,
    refused,
    rows: new Map(read.flatMap(({ offset, page }) => page.rows.map((row, index) => [offset + index, row] as const))),
  }
}

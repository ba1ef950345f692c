import type { Instant } from '../../shared/model/time.ts'

export interface SpendFilter {
  readonly by: 'day' | 'task' | 'job' | 'profile'
  readonly owner?: string | undefined
  readonly since?: Instant | undefined
  readonly until?: Instant | undefined
}

export interface SpentRow {
  readonly key: string | null
  readonly name: string | null
  readonly usd: number
  readonly runs: number
  readonly turns: number
  readonly inputTokens: number
  readonly outputTokens: number
}

/** What ended runs cost. */
export interface SpendStore {
  /** Days newest first; the others by what they cost, most first. */
  list(
    filter: SpendFilter,
    page: { readonly limit: number; readonly offset: number },
  ): { readonly items: readonly SpentRow[]; readonly total: number }
  sum(filter: Omit<SpendFilter, 'by'>): number
}

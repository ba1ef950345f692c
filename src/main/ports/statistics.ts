import type { EndedRun } from '../../shared/model/ended-run.ts'
import type { Instant } from '../../shared/model/time.ts'

interface Span {
  readonly since: Instant
  readonly until: Instant
}

export interface StatisticsStore {
  /** Those that are not pinned, the newest end first, a portion at a time: each goes on before the last one of the portion before. */
  ended(asked: Span & { readonly before: Pick<EndedRun, 'finishedAt' | 'seq'> | undefined; readonly limit: number }): readonly EndedRun[]
  /** The pinned ones, which are few. */
  endedPinned(span: Span): readonly EndedRun[]
}

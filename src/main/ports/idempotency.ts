import type { Instant } from '../../shared/model/time.ts'

export interface KeptAnswer {
  readonly fingerprint: string
  readonly answer: string | null
}

export interface IdempotencyStore {
  find(actor: string, key: string, notBefore: Instant): KeptAnswer | undefined
  /** `answer` is null while the call is still going on. */
  keep(actor: string, key: string, kept: KeptAnswer, at: Instant): void
  drop(actor: string, key: string): void
  dropUnanswered(): void
  dropBefore(at: Instant): void
}

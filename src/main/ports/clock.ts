import type { Instant } from '../../shared/model/time.ts'

/** Time and chance, as arguments. */
export interface Clock {
  now(): Instant
  /** A new UUIDv7, bare, that sorts after every one before it. */
  newId(): string
}

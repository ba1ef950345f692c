/** A figure of the engine as it stands now: one value for each set of labels. */
export interface Figure {
  readonly name: string
  readonly help: string
  /** A counter only grows, until the engine starts anew. */
  readonly kind: 'gauge' | 'counter'
  readonly values: readonly { readonly labels?: Readonly<Record<string, string>>; readonly value: number }[]
}

export interface AnsweredCall {
  readonly method: string
  readonly route: string
  readonly status: number
  readonly seconds: number
}

/** What watchers of machines read: the engine's figures, and those of its own process. */
export interface Meter {
  /** Counted from the first reading on: where nobody reads, nothing is measured. */
  answered(call: AnsweredCall): void
  /** All of it, in the text form that Prometheus reads. */
  text(figures: readonly Figure[]): Promise<string>
}

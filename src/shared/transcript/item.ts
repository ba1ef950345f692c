/** What a coding agent says of its work, whichever agent it is. */
export type TranscriptItem =
  | { readonly kind: 'session'; readonly sessionId: string; readonly model: string | null }
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'thinking'; readonly text: string }
  /** `summary` is one line; `detail` is all that it was given. */
  | { readonly kind: 'tool'; readonly id: string; readonly name: string; readonly summary: string; readonly detail: string }
  | { readonly kind: 'toolResult'; readonly id: string; readonly isError: boolean; readonly text: string }
  | { readonly kind: 'rateLimit'; readonly until: string | null }
  | AgentResult

/** The last word of a coding agent. Amounts that it does not tell are null. */
export interface AgentResult {
  readonly kind: 'result'
  readonly isError: boolean
  readonly text: string
  readonly costUsd: number | null
  readonly turns: number | null
  readonly inputTokens: number | null
  readonly outputTokens: number | null
  readonly durationMs: number | null
}

/** How an agent speaks: `text` is anything that is no stream of JSON. */
export type Dialect = 'claude' | 'codex' | 'text'

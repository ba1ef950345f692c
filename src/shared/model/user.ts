import type { Tier } from './tier.ts'

/** On whose behalf a call is made: the rows that it makes are theirs, and only theirs are seen. */
export interface CallingUser {
  readonly id: string
  readonly tier: Tier | null
  readonly workspaceId: string
  /** The machine’s owner, who sees every row. */
  readonly local: boolean
}

export const localUser: CallingUser = { id: 'local', tier: null, workspaceId: 'default', local: true }

/** Who gave no proof of being anybody: asks for the health, and for a token. */
export const nobody: CallingUser = { id: 'nobody', tier: null, workspaceId: 'default', local: false }

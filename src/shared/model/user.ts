import { z } from 'zod'
import { Scope } from './scope.ts'
import { Instant } from './time.ts'
import { Tier } from './tier.ts'

/** Names that mean somebody of the engine's own in audit rows. */
const reserved: ReadonlySet<string> = new Set(['local', 'nobody', 'engine', 'orchestrator', 'none'])

/** A user's name, which is their id, and the owner in their rows. */
export const UserId = z
  .string()
  .regex(/^[A-Za-z0-9][A-Za-z0-9._@-]{0,63}$/, 'must be 1 to 64 letters, digits or . _ @ -, and begin with a letter or digit')
  .refine((id) => !reserved.has(id.toLowerCase()), 'is a name of the engine’s own')
  .brand<'user', 'inout'>()
export type UserId = z.infer<typeof UserId>

export const WorkspaceId = z
  .string()
  .regex(/^[A-Za-z0-9][A-Za-z0-9._@-]{0,63}$/, 'must be 1 to 64 letters, digits or . _ @ -, and begin with a letter or digit')

export const User = z
  .object({
    userId: UserId,
    scopes: z.array(Scope),
    tier: Tier.nullable(),
    workspaceId: z.string(),
    createdAt: Instant,
    updatedAt: Instant,
  })
  .meta({ id: 'User', description: 'Somebody who may call with a password of their own, and sees their own rows' })
export type User = z.infer<typeof User>

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

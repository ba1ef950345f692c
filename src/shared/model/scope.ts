import { z } from 'zod'

/** What a user may be granted: each is matched exactly, writing does not include reading. */
export const Scope = z.enum(['jobs:read', 'jobs:write', 'supervisor:read', 'supervisor:write', 'resources:read', 'resources:write'])
export type Scope = z.infer<typeof Scope>

/**
 * What an operation asks of its caller: a scope, nothing, to be somebody (`signed_in`), or to hold the token of the data
 * folder (`local`), which nobody can be granted.
 */
export type Right = Scope | 'none' | 'signed_in' | 'local'

/** What the token of the data folder allows. */
export const ownersRights: ReadonlySet<Right> = new Set<Right>([...Scope.options, 'signed_in', 'local'])

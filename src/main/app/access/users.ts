import type { NewUser, UserChanges } from '../../../shared/contract/access.ts'
import type { Failure } from '../../../shared/model/failure.ts'
import { ok, type Result } from '../../../shared/model/result.ts'
import type { User, UserId } from '../../../shared/model/user.ts'
import type { Passwords, UserRow } from '../../ports/access.ts'
import type { Deps } from '../deps.ts'
import type { Handlers } from '../handler.ts'
import { conflict, notFound } from '../failures.ts'
import type { Caller } from '../service.ts'
import { recordUser } from './sign-in.ts'

export const userHandlers = (deps: Deps, passwords: Passwords): Handlers<'users'> => {
  const { store } = deps
  return {
    list: ({ limit, offset, ...filter }) => {
      const { items, total } = store.users.list(filter, { limit, offset })
      return ok({ users: [...items], total, limit, offset })
    },
    get: ({ userId }) => read(deps, userId),
    create: { patient: (input, caller) => createUser(deps, passwords, input, caller) },
    update: { patient: ({ userId, ...changes }, caller) => updateUser(deps, passwords, userId, changes, caller) },
    delete: ({ userId }, caller) => {
      if (!store.users.find(userId)) return notFound('user', userId)
      const revokedTokens = store.tokens.revokeAllOf(userId)
      store.users.remove(userId)
      changed(deps, userId, { from: 'active', to: 'deleted', reason: 'deleted' }, caller)
      return ok({ deleted: true, revokedTokens })
    },
  }
}

async function createUser(
  deps: Deps,
  passwords: Passwords,
  { password, ...input }: NewUser,
  caller: Caller,
): Promise<Result<User, Failure>> {
  const { store, clock } = deps
  const taken = conflict(`There is a user ${input.userId} already. \`yardmaster users set-password\` gives them another password.`)
  if (store.users.find(input.userId)) return taken
  const passwordHash = await passwords.hash(password)
  const at = clock.now()
  return store.transaction(() => {
    if (!store.users.insert({ ...input, scopes: [...new Set(input.scopes)], passwordHash, createdAt: at, updatedAt: at })) return taken
    changed(deps, input.userId, { from: null, to: 'active', reason: `created with ${input.scopes.join(', ') || 'no scopes'}` }, caller)
    return read(deps, input.userId)
  })
}

async function updateUser(
  deps: Deps,
  passwords: Passwords,
  userId: UserId,
  { password, ...changes }: UserChanges,
  caller: Caller,
): Promise<Result<User, Failure>> {
  const { store, clock } = deps
  if (!store.users.find(userId)) return notFound('user', userId)
  const passwordHash = password === undefined ? undefined : await passwords.hash(password)
  return store.transaction(() => {
    const before = store.users.find(userId)
    if (!before) return notFound('user', userId)
    const after: UserRow = { ...before, ...changes, passwordHash: passwordHash ?? before.passwordHash, updatedAt: clock.now() }
    store.users.update(after)
    const revoked = passwordHash !== undefined || losesAScope(before, after) ? store.tokens.revokeAllOf(userId) : 0
    changed(
      deps,
      userId,
      { from: 'active', to: 'active', reason: `${whatChanged(passwordHash !== undefined, changes)}; ${revoked} tokens ended` },
      caller,
    )
    return read(deps, userId)
  })
}

const losesAScope = (before: User, after: User): boolean => before.scopes.some((scope) => !after.scopes.includes(scope))

function whatChanged(hasPassword: boolean, { scopes, tier, workspaceId }: UserChanges): string {
  const parts = [
    hasPassword && 'password set',
    scopes && `scopes ${scopes.join(', ') || 'none'}`,
    tier !== undefined && `tier ${tier ?? 'none'}`,
    workspaceId !== undefined && `workspace ${workspaceId}`,
  ]
  return parts.filter(Boolean).join('; ') || 'nothing changed'
}

function changed(deps: Deps, userId: UserId, step: Parameters<typeof recordUser>[2], caller: Caller): void {
  recordUser(deps, userId, step, caller)
  deps.tokensEnded.notify()
  deps.store.journal.append({ type: 'users.updated' })
}

function read({ store }: Deps, userId: UserId): Result<User, Failure> {
  const user = store.users.find(userId)
  if (!user) return notFound('user', userId)
  const { passwordHash: _secret, ...shown } = user
  return ok(shown)
}

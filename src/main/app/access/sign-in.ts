import type { AccessToken } from '../../../shared/contract/access.ts'
import type { Failure } from '../../../shared/model/failure.ts'
import { fail, ok, type Result } from '../../../shared/model/result.ts'
import { Scope } from '../../../shared/model/scope.ts'
import type { UserId } from '../../../shared/model/user.ts'
import type { Credentials, UserRow } from '../../ports/access.ts'
import type { Deps } from '../deps.ts'
import type { Handlers } from '../handler.ts'
import { conflict } from '../failures.ts'
import { createLoginLimit } from './login-limit.ts'
import type { Caller } from '../service.ts'
import { ticketTtlMs, type Tickets } from './tickets.ts'

export const authHandlers = (deps: Deps, credentials: Credentials, tickets: Tickets): Handlers<'auth'> => {
  const { store } = deps
  const limit = createLoginLimit(deps.clock)
  return {
    async token({ userId, password, scopes }, caller) {
      const address = caller.address ?? ''
      const waitMs = limit.attempt(userId, address)
      if (waitMs !== undefined) return tooMany(waitMs)
      const user = await proven(deps, credentials, userId, password)
      if (!user)
        return fail({
          kind: 'unauthenticated',
          message:
            'This name and password do not go together. `yardmaster users list` shows the names; `yardmaster users set-password` sets another password.',
        })
      limit.succeeded(userId, address)
      const refused = scopes?.find((scope) => !user.scopes.includes(scope))
      if (refused)
        return fail({
          kind: 'forbidden',
          message: `${user.userId} has not been granted ${refused}. Granted: ${user.scopes.join(', ') || 'nothing'}.`,
        })
      return issue(deps, credentials, { user, scopes: scopes ?? user.scopes }, caller)
    },
    logout: (_input, caller) => {
      if (caller.tokenId === undefined)
        return conflict('This call was made without a token from signing in, so there is none to end. The token of the data folder stays.')
      const revoked = store.tokens.revoke(caller.tokenId)
      deps.tokensEnded.notify()
      recordUser(deps, caller.user.id, { from: 'active', to: 'active', reason: 'signed out' }, caller)
      return ok({ revoked })
    },
    me: (_input, { user, scopes }) =>
      ok({
        userId: user.id,
        tier: user.tier,
        workspaceId: user.workspaceId,
        local: user.local,
        scopes: Scope.options.filter((scope) => scopes.has(scope)),
      }),
    streamTicket: (_input, { user, scopes, tokenId, anonymous }) =>
      ok({
        ticket: tickets.issue({ user, scopes: new Set([...scopes].filter((right) => right !== 'local')), tokenId, anonymous }),
        expiresIn: ticketTtlMs / 1_000,
      }),
    audit: ({ actor, limit: most, offset }) => {
      const { items, total } = store.audit.by(actor, { limit: most, offset })
      return ok({ transitions: [...items], total, limit: most, offset })
    },
  }
}

/** The audit row of what became of a user. */
export const recordUser = (
  { store, clock }: Pick<Deps, 'store' | 'clock'>,
  userId: string,
  step: { readonly from: 'active' | null; readonly to: 'active' | 'deleted'; readonly reason: string },
  caller: Pick<Caller, 'actor' | 'requestId'>,
): void =>
  store.audit.append({ entity: 'user', entityId: userId, ...step, actor: caller.actor, requestId: caller.requestId, time: clock.now() })

const tooMany = (waitMs: number): Result<never, Failure> => {
  const retryAfterSeconds = Math.max(1, Math.ceil(waitMs / 1_000))
  return fail({ kind: 'rate_limited', message: `Too many wrong passwords. Try again in ${retryAfterSeconds} seconds.`, retryAfterSeconds })
}

/** Takes as long for a name that is nowhere as for a wrong password. */
async function proven({ store }: Deps, { passwords }: Credentials, userId: string, password: string): Promise<UserRow | undefined> {
  const user = store.users.find(userId as UserId)
  if (!user) {
    await passwords.verifyNobody(password)
    return undefined
  }
  return (await passwords.verify(user.passwordHash, password)) ? user : undefined
}

interface Granted {
  readonly user: UserRow
  readonly scopes: readonly Scope[]
}

async function issue(
  { store, clock, settings }: Deps,
  { signer }: Credentials,
  { user, scopes }: Granted,
  caller: Caller,
): Promise<Result<AccessToken, Failure>> {
  const issuedAt = clock.now()
  const ttlMs = settings()['access.token_ttl_ms']
  const expiresAt = new Date(Date.parse(issuedAt) + ttlMs).toISOString()
  const jti = clock.newId()
  const kept = store.transaction(() => {
    // While the password was verified, the user may have got another one, or be gone.
    if (store.users.find(user.userId)?.passwordHash !== user.passwordHash) return false
    store.tokens.dropExpired(issuedAt)
    store.tokens.keep({ jti, userId: user.userId, expiresAt })
    recordUser(
      { store, clock },
      user.userId,
      { from: 'active', to: 'active', reason: `signed in with ${scopes.join(', ') || 'no scopes'}` },
      { actor: user.userId, requestId: caller.requestId },
    )
    return true
  })
  if (!kept) return fail({ kind: 'unauthenticated', message: 'The user was changed meanwhile. Sign in again.' })
  const accessToken = await signer.sign({
    sub: user.userId,
    workspaceId: user.workspaceId,
    scopes,
    tier: user.tier,
    jti,
    issuedAt,
    expiresAt,
  })
  return ok({ accessToken, tokenType: 'Bearer', expiresIn: Math.floor(ttlMs / 1_000), scopes: [...scopes] })
}

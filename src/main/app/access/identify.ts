import { Scope, type Right } from '../../../shared/model/scope.ts'
import type { UserRow } from '../../ports/access.ts'
import { localUser } from '../../../shared/model/user.ts'
import type { Signer } from '../../ports/access.ts'
import type { Deps } from '../deps.ts'
import type { Identity, Proof } from '../service.ts'
import type { Tickets } from './tickets.ts'

/** Without the token of the data folder: everything but what only that allows. */
const anonymousOwner: Identity = { user: localUser, scopes: new Set<Right>([...Scope.options, 'signed_in']), anonymous: true }

/** Who a caller from outside is, by a token or a ticket; the token of the data folder is the transport's to know. */
export const createIdentify = ({ store, clock, settings }: Deps, signer: Signer, tickets: Tickets) => {
  const isStillGood = ({ tokenId, anonymous }: Identity): boolean =>
    anonymous ? settings()['access.anonymous_loopback'] : tokenId === undefined || store.tokens.userOf(tokenId) !== undefined
  return async ({ token, ticket }: Proof): Promise<Identity | undefined> => {
    if (token !== undefined) {
      const claims = await signer.verify(token, clock.now())
      const user = claims && store.tokens.userOf(claims.jti)
      return user && user.userId === claims.sub ? identityOf(user, claims.scopes, claims.jti) : undefined
    }
    if (ticket !== undefined) {
      const identity = tickets.take(ticket)
      return identity && isStillGood(identity) ? identity : undefined
    }
    return settings()['access.anonymous_loopback'] ? anonymousOwner : undefined
  }
}

/** What the token says, as far as it is still granted; who the user is, as it stands now. */
const identityOf = (user: UserRow, asked: readonly Scope[], tokenId: string): Identity => ({
  user: { id: user.userId, tier: user.tier, workspaceId: user.workspaceId, local: false },
  scopes: new Set<Right>([...asked.filter((scope) => user.scopes.includes(scope)), 'signed_in']),
  tokenId,
})

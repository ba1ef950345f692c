import { createHash, timingSafeEqual } from 'node:crypto'
import type { Failure } from '../../shared/model/failure.ts'
import { ownersRights, type Right } from '../../shared/model/scope.ts'
import { localUser, type CallingUser } from '../../shared/model/user.ts'

export interface Identity { readonly user: CallingUser; readonly scopes: ReadonlySet<Right> }

/** The owner of the data folder, by its token; nobody, where there is none or another. */
export function identify(authorization: string | undefined, token: string): Identity | undefined {
  const given = /^Bearer\s+(\S+)$/i.exec(authorization ?? '')?.[1]
  return given !== undefined && same(given, token) ? { user: localUser, scopes: ownersRights } : undefined
}

/** Takes as long for a wrong token as for the right one. */
const same = (one: string, other: string): boolean => timingSafeEqual(digest(one), digest(other))
const digest = (text: string): Buffer => createHash('sha256').update(text).digest()

export const unauthenticated: Failure = {
  kind: 'unauthenticated',
  message: 'This needs the token of the data folder: send it as “Authorization: Bearer …”. `yardmaster token` prints it.',
}

/**
 * Whether a browser page from elsewhere may be behind this request: the Host must be a name of this machine, so that no
 * foreign name was made to point here, and an Origin must be this server's own.
 */
export function foreign(headers: { readonly host?: string | undefined; readonly origin?: string | undefined }): Failure | undefined {
  if (!isLoopback(headers.host)) return { kind: 'forbidden', message: `Only requests to this machine are answered, not to “${(headers.host ?? '').slice(0, 100)}”` }
  if (headers.origin !== undefined && headers.origin !== `http://${headers.host ?? ''}`) {
    return { kind: 'forbidden', message: `Pages of “${headers.origin.slice(0, 100)}” may not call this server` }
  }
  return undefined
}

const isLoopback = (host: string | undefined): boolean => /^(127\.0\.0\.1|localhost|\[::1\])(:\d{1,5})?$/i.test(host ?? '')

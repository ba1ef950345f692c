import { hash, timingSafeEqual } from 'node:crypto'
import type { Failure } from '../../shared/model/failure.ts'
import { ownersRights } from '../../shared/model/scope.ts'
import { localUser } from '../../shared/model/user.ts'
import type { Identity } from '../app/service.ts'
import type { HttpConfig } from './config.ts'

/** What a request shows of itself. A ticket stands in the address, and only where a stream is asked for. */
export interface Shown {
  readonly authorization?: string | undefined
  readonly ticket?: string | undefined
}

/** The owner of the data folder, by its token; a user, by theirs or by a ticket; nobody, where none of these is shown or good. */
export async function identify(
  { service, token }: Pick<HttpConfig, 'service' | 'token'>,
  { authorization, ticket }: Shown,
): Promise<Identity | undefined> {
  if (authorization === undefined) return service.identify({ ticket })
  const given = /^Bearer\s+(\S+)$/i.exec(authorization)?.[1]
  if (given === undefined) return undefined
  return same(given, token) ? { user: localUser, scopes: ownersRights } : service.identify({ token: given })
}

/** Takes as long for a wrong token as for the right one. */
const same = (one: string, other: string): boolean => timingSafeEqual(digest(one), digest(other))
const digest = (text: string): Buffer => hash('sha256', text, 'buffer')

export const unauthenticated: Failure = {
  kind: 'unauthenticated',
  message:
    'This needs a token: send it as “Authorization: Bearer …”. `yardmaster token` prints the one of the data folder; POST /api/auth/token gives one to a user. One that was refused has expired, was taken back, or is not of this data folder.',
}

/**
 * Whether a browser page from elsewhere may be behind this request: the Host must be a name of this machine, so that no
 * foreign name was made to point here, and an Origin must be this server's own.
 */
export function foreign(headers: { readonly host?: string | undefined; readonly origin?: string | undefined }): Failure | undefined {
  if (!isLoopback(headers.host))
    return { kind: 'forbidden', message: `Only requests to this machine are answered, not to “${(headers.host ?? '').slice(0, 100)}”` }
  if (headers.origin !== undefined && headers.origin !== `http://${headers.host ?? ''}`) {
    return { kind: 'forbidden', message: `Pages of “${headers.origin.slice(0, 100)}” may not call this server` }
  }
  return undefined
}

const isLoopback = (host: string | undefined): boolean => /^(127\.0\.0\.1|localhost|\[::1\])(:\d{1,5})?$/i.test(host ?? '')

import type { Instant } from '../../shared/model/time.ts'
import type { TokenStore } from '../ports/access.ts'
import type { Sql } from './statements.ts'
import { userRowFrom } from './users.ts'

export function createTokenStore(sql: Sql): TokenStore {
  return {
    keep: (token) => void sql.run('insert into access_tokens (jti, user_id, expires_at) values (:jti, :userId, :expiresAt)', token),
    userOf(jti) {
      const row = sql.one('select users.* from access_tokens join users on users.id = user_id where jti = :jti', { jti })
      return row && userRowFrom(row)
    },
    endOf: (jti) => sql.one('select expires_at from access_tokens where jti = :jti', { jti })?.['expires_at'] as Instant | undefined,
    revoke: (jti) => sql.run('delete from access_tokens where jti = :jti', { jti }) === 1,
    revokeAllOf: (userId) => sql.run('delete from access_tokens where user_id = :userId', { userId }),
    dropExpired: (now) => void sql.run('delete from access_tokens where expires_at <= :now', { now }),
  }
}

import type { SecretProtection } from './secrets.ts'
import type { Instant } from '../../shared/model/time.ts'
import type { Scope } from '../../shared/model/scope.ts'
import type { User, UserId } from '../../shared/model/user.ts'

/** A user with what proves that it is them. */
export interface UserRow extends User {
  readonly passwordHash: string
}

export interface UserStore {
  find(id: UserId): UserRow | undefined
  list(
    filter: { readonly q?: string | undefined },
    page: { readonly limit: number; readonly offset: number },
  ): { readonly items: readonly User[]; readonly total: number }
  /** False where the name is taken, in whatever case. */
  insert(user: UserRow): boolean
  update(user: UserRow): void
  /** With all of their tokens. */
  remove(id: UserId): void
}

/** The tokens that were given out and not taken back: no other is good, whoever signed it. */
export interface TokenStore {
  keep(token: { readonly jti: string; readonly userId: UserId; readonly expiresAt: Instant }): void
  userOf(jti: string): UserRow | undefined
  /** Until when it is good; nothing for one that was taken back. */
  endOf(jti: string): Instant | undefined
  revoke(jti: string): boolean
  /** Answers how many there were. */
  revokeAllOf(userId: UserId): number
  dropExpired(now: Instant): void
}

export interface Passwords {
  hash(password: string): Promise<string>
  verify(hash: string, password: string): Promise<boolean>
  /** Takes as long as a wrong password does, where there is nobody to verify. */
  verifyNobody(password: string): Promise<void>
}

export interface Claims {
  readonly sub: string
  readonly workspaceId: string
  readonly scopes: readonly Scope[]
  readonly tier: string | null
  readonly jti: string
  readonly issuedAt: Instant
  readonly expiresAt: Instant
}

/** Tokens that prove themselves by their signature. */
export interface Signer {
  sign(claims: Claims): Promise<string>
  /** Nothing, for one that is not of our making, was changed, or has expired. */
  verify(token: string, now: Instant): Promise<Pick<Claims, 'sub' | 'jti' | 'scopes'> | undefined>
  /** A mark of a text that says nothing about it to who does not hold the secret. */
  fingerprint(text: string): string
}

export interface Credentials {
  readonly passwords: Passwords
  readonly signer: Signer
  readonly newSecret: () => string
  readonly protection: SecretProtection
}

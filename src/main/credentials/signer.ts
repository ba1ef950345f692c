import { createHmac } from 'node:crypto'
import { z } from 'zod'
import { Scope } from '../../shared/model/scope.ts'
import type { Signer } from '../ports/access.ts'

const Payload = z.object({ sub: z.string(), jti: z.string(), scopes: z.array(Scope) })

/** Loaded at the first token of a user: the machine’s owner has none of these. */
const jose = () => import('jose')

const secondsOf = (instant: string): number => Math.floor(Date.parse(instant) / 1_000)

/** JSON Web Tokens, HS256 and nothing else: what says another algorithm, or none, is refused. */
export function createSigner(secret: string): Signer {
  const key = new TextEncoder().encode(secret)
  return {
    sign: async ({ sub, workspaceId, scopes, tier, jti, issuedAt, expiresAt }) =>
      new (await jose()).SignJWT({ workspace_id: workspaceId, scopes: [...scopes], tier })
        .setProtectedHeader({ alg: 'HS256', typ: 'JWT' })
        .setSubject(sub)
        .setJti(jti)
        .setIssuedAt(secondsOf(issuedAt))
        .setExpirationTime(secondsOf(expiresAt))
        .sign(key),
    async verify(token, now) {
      const { errors, jwtVerify } = await jose()
      try {
        const { payload } = await jwtVerify(token, key, {
          algorithms: ['HS256'],
          requiredClaims: ['sub', 'jti', 'iat', 'exp'],
          currentDate: new Date(now),
        })
        return Payload.safeParse(payload).data
      } catch (error) {
        if (error instanceof errors.JOSEError) return undefined
        throw error
      }
    },
    fingerprint: (text) => createHmac('sha256', key).update(text).digest('base64'),
  }
}

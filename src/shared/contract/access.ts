import { z } from 'zod'
import { Scope } from '../model/scope.ts'
import { Tier } from '../model/tier.ts'
import { Transition } from '../model/transition.ts'
import { User, UserId, WorkspaceId } from '../model/user.ts'
import { command, pageInput, pageOf, query } from './operation.ts'

export const Password = z.string().min(8).max(1_024).meta({ description: 'At least 8 characters. It never leaves the engine' })

const grants = {
  scopes: z.array(Scope).max(Scope.options.length).meta({ description: 'What they may do, each matched exactly' }),
  tier: Tier.nullable().meta({ description: 'Their place in the queue of goal jobs; null for none' }),
  workspaceId: WorkspaceId,
}

const NewUser = z.strictObject({
  userId: UserId,
  password: Password,
  scopes: grants.scopes,
  tier: grants.tier.default(null),
  workspaceId: grants.workspaceId.default('default'),
})
export type NewUser = z.infer<typeof NewUser>

const UserChanges = z.strictObject({ password: Password, ...grants }).partial()
export type UserChanges = z.infer<typeof UserChanges>

const one = z.strictObject({ userId: UserId })

export const users = {
  list: query({
    summary: 'List users',
    route: 'GET /api/auth/users',
    scope: 'local',
    input: z.strictObject({ q: z.string().max(200).optional().meta({ description: 'Part of the name' }), ...pageInput }),
    output: pageOf('users', User),
  }),
  create: command({
    summary: 'Create a user',
    route: 'POST /api/auth/users',
    scope: 'local',
    success: 201,
    input: NewUser,
    output: User,
    failures: ['conflict'],
    example: { user_id: 'ada', password: 'correct horse battery', scopes: ['jobs:read', 'jobs:write'], tier: 'partner' },
  }),
  get: query({
    summary: 'Read one user',
    route: 'GET /api/auth/users/:userId',
    scope: 'local',
    input: one,
    output: User,
    failures: ['not_found'],
  }),
  update: command({
    summary: 'Change a user; another password or other scopes end every token they have',
    route: 'PATCH /api/auth/users/:userId',
    scope: 'local',
    input: UserChanges.extend({ userId: UserId }),
    output: User,
    failures: ['not_found'],
    example: { scopes: ['jobs:read'] },
  }),
  delete: command({
    summary: 'Delete a user and end their tokens; their rows stay, for the machine’s owner to see',
    route: 'DELETE /api/auth/users/:userId',
    scope: 'local',
    input: one,
    output: z.object({ deleted: z.boolean(), revokedTokens: z.int() }),
    failures: ['not_found'],
  }),
}

/** Who a caller is, and what they may do. */
export const Identity = z
  .object({
    userId: z.string(),
    scopes: z.array(Scope),
    tier: Tier.nullable(),
    workspaceId: z.string(),
    local: z.boolean().meta({ description: 'Whether it is the machine’s owner' }),
  })
  .meta({ id: 'Identity' })

export const AccessToken = z
  .object({
    accessToken: z.string(),
    tokenType: z.literal('Bearer'),
    expiresIn: z.int().meta({ description: 'Seconds' }),
    scopes: z.array(Scope),
  })
  .meta({ id: 'AccessToken', description: 'Sent as “Authorization: Bearer …”' })
export type AccessToken = z.infer<typeof AccessToken>

export const auth = {
  // Changes no row that a repeated call would spoil, and its answer is a secret: it is kept under no idempotency key.
  token: query({
    summary: 'Sign in: a token for a name and its password',
    route: 'POST /api/auth/token',
    scope: 'none',
    input: z.strictObject({
      userId: z.string().min(1).max(200),
      password: z.string().min(1).max(1_024),
      scopes: z
        .array(Scope)
        .max(Scope.options.length)
        .optional()
        .meta({ description: 'Fewer than what is granted; all of that when absent' }),
    }),
    output: AccessToken,
    failures: ['unauthenticated', 'forbidden', 'rate_limited'],
    example: { user_id: 'ada', password: 'correct horse battery' },
  }),
  logout: command({
    summary: 'End the token that this call is made with',
    route: 'POST /api/auth/logout',
    scope: 'signed_in',
    input: z.strictObject({}),
    output: z.object({ revoked: z.boolean() }),
    failures: ['conflict'],
  }),
  me: query({
    summary: 'Who am I, and what may I do?',
    route: 'GET /api/auth/me',
    scope: 'signed_in',
    input: z.strictObject({}),
    output: Identity,
  }),
  streamTicket: query({
    summary: 'A ticket that opens one stream, for what cannot send a header: ?ticket=…',
    route: 'POST /api/auth/stream-ticket',
    scope: 'signed_in',
    input: z.strictObject({}),
    output: z.object({ ticket: z.string(), expiresIn: z.int().meta({ description: 'Seconds; it is good for one use' }) }),
  }),
  audit: query({
    summary: 'Who did what: changes of state of every kind, newest first',
    route: 'GET /api/auth/audit',
    scope: 'local',
    input: z.strictObject({ actor: z.string().min(1).max(200).optional(), ...pageInput }),
    output: pageOf('transitions', Transition),
  }),
}

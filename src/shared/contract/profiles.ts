import { z } from 'zod'
import { SpendLimit } from '../model/flow.ts'
import { ProfileId } from '../model/ids.ts'
import { Description, Name } from '../model/job.ts'
import { EnvVar, OnUnresolved, Profile } from '../model/profile.ts'
import { command, pageInput, pageOf, query } from './operation.ts'

const profileFields = {
  name: Name,
  description: Description,
  envVars: z.array(EnvVar).max(500),
  onUnresolved: OnUnresolved,
  spendLimit: SpendLimit.nullable(),
}

export const NewProfile = z.strictObject({
  name: profileFields.name,
  description: profileFields.description.default(''),
  envVars: profileFields.envVars.default([]),
  onUnresolved: profileFields.onUnresolved
    .default('fail')
    .meta({ description: 'fail: a run does not start without one of the variables; omit: it starts without it' }),
  spendLimit: profileFields.spendLimit.default(null),
})
export type NewProfile = z.infer<typeof NewProfile>

export const ProfileChanges = z.strictObject(profileFields).partial()
export type ProfileChanges = z.infer<typeof ProfileChanges>

const one = z.strictObject({ profileId: ProfileId })

/** What became of each variable where the agent looked it up. Its value is never told. */
export const ProfileTest = z
  .object({
    ok: z.boolean(),
    variables: z.array(z.object({ name: z.string(), ok: z.boolean(), message: z.string() })),
  })
  .meta({ id: 'ProfileTest' })
export type ProfileTest = z.infer<typeof ProfileTest>

export const profiles = {
  list: query({
    summary: 'List profiles',
    route: 'GET /api/profiles',
    scope: 'jobs:read',
    input: z.strictObject({ q: z.string().max(200).optional().meta({ description: 'Part of the name' }), ...pageInput }),
    output: pageOf('profiles', Profile),
  }),
  create: command({
    summary: 'Create a profile',
    route: 'POST /api/profiles',
    scope: 'jobs:write',
    success: 201,
    input: NewProfile,
    output: Profile,
    example: { name: 'Staging', env_vars: [{ name: 'API_TOKEN', source: 'command', value: 'pass show staging/token' }] },
  }),
  get: query({
    summary: 'Read one profile, its secrets masked',
    route: 'GET /api/profiles/:profileId',
    scope: 'jobs:read',
    input: one,
    output: Profile,
    failures: ['not_found'],
  }),
  update: command({
    summary: 'Change a profile; a masked value that is sent back keeps its secret',
    route: 'PUT /api/profiles/:profileId',
    alsoAt: ['PATCH /api/profiles/:profileId'],
    scope: 'jobs:write',
    input: ProfileChanges.extend({ profileId: ProfileId }),
    output: Profile,
    failures: ['not_found'],
    example: { name: 'Staging, Europe' },
  }),
  delete: command({
    summary: 'Delete a profile that nothing uses',
    route: 'DELETE /api/profiles/:profileId',
    scope: 'jobs:write',
    input: one,
    output: z.object({ deleted: z.boolean() }),
    failures: ['not_found', 'conflict'],
  }),
  test: command({
    summary: 'Look up each variable of a profile where its runs would',
    route: 'POST /api/profiles/:profileId/test',
    scope: 'jobs:write',
    input: one,
    output: ProfileTest,
    failures: ['not_found', 'agent_unavailable'],
  }),
  resume: command({
    summary: 'Let the runs of a profile that waits for its rate limit start now',
    route: 'POST /api/profiles/:profileId/resume',
    scope: 'jobs:write',
    input: one,
    output: Profile,
    failures: ['not_found'],
  }),
}

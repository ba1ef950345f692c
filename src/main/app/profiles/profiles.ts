import type { NewProfile, ProfileChanges, ProfileTest } from '../../../shared/contract/profiles.ts'
import type { Failure } from '../../../shared/model/failure.ts'
import type { ProfileId } from '../../../shared/model/ids.ts'
import type { EnvVar, Profile } from '../../../shared/model/profile.ts'
import { fail, ok, type Result } from '../../../shared/model/result.ts'
import { envVarProblem, masked, unmasked } from '../../domain/profile.ts'
import type { Deps } from '../deps.ts'
import type { Handlers } from '../handler.ts'
import { conflict, invalid, notFound } from '../failures.ts'
import type { ProfileUses } from '../../ports/profiles.ts'
import type { ProfileTests } from './profile-tests.ts'
import type { Caller } from '../service.ts'
import { visibleTo } from '../visible.ts'

export const profileHandlers = (deps: Deps, tests: ProfileTests): Handlers<'profiles'> => {
  const { store, clock } = deps
  return {
    list: ({ limit, offset, ...filter }, caller) => {
      const { items, total } = store.profiles.list({ ...filter, ...visibleTo(caller) }, { limit, offset })
      return ok({ profiles: items.map(masked), total, limit, offset })
    },
    create: (input, caller) => createProfile(deps, input, caller),
    get: ({ profileId }) => read(deps, profileId),
    update: ({ profileId, ...changes }) => updateProfile(deps, profileId, changes),
    delete: ({ profileId }) => remove(deps, profileId),
    test: { patient: ({ profileId }) => tryOut(deps, tests, profileId) },
    resume: ({ profileId }) => {
      const profile = store.profiles.find(profileId)
      if (!profile) return notFound('profile', profileId)
      store.profiles.update({ ...profile, parkedUntil: null, parkedReason: null, updatedAt: clock.now() })
      store.journal.append({ type: 'profiles.updated' })
      return read(deps, profileId)
    },
  }
}

/** @param id free, where the profile brings its own */
export function createProfile(
  deps: Deps,
  input: NewProfile,
  caller: Caller,
  id = deps.clock.newId() as ProfileId,
): Result<Profile, Failure> {
  const { store, clock } = deps
  const refused = badVariables(input.envVars)
  if (refused) return refused
  const at = clock.now()
  store.profiles.insert({ ...input, id, parkedUntil: null, parkedReason: null, owner: caller.user.id, createdAt: at, updatedAt: at })
  store.journal.append({ type: 'profiles.updated' })
  return read(deps, id)
}

export function updateProfile(deps: Deps, profileId: ProfileId, { envVars, ...changes }: ProfileChanges): Result<Profile, Failure> {
  const { store, clock } = deps
  const profile = store.profiles.find(profileId)
  if (!profile) return notFound('profile', profileId)
  const variables = envVars ? unmasked(envVars, profile.envVars) : profile.envVars
  const refused = badVariables(variables)
  if (refused) return refused
  store.profiles.update({ ...profile, ...changes, envVars: variables, updatedAt: clock.now() })
  store.journal.append({ type: 'profiles.updated' })
  return read(deps, profileId)
}

function remove({ store }: Deps, profileId: ProfileId): Result<{ deleted: boolean }, Failure> {
  const profile = store.profiles.find(profileId)
  if (!profile) return notFound('profile', profileId)
  const users = wordsOfUses(store.profiles.usesOf(profileId))
  if (users) return conflict(`“${profile.name}” is in use by ${users}. Give those another profile, or let them end, first.`)
  store.profiles.remove(profileId)
  store.journal.append({ type: 'profiles.updated' })
  return ok({ deleted: true })
}

/** “2 jobs and 1 task, among them the job “Nightly””; nothing where nobody uses it. */
function wordsOfUses({ jobs, tasks, runs, example }: ProfileUses): string {
  const counts = [counted(jobs, 'job'), counted(tasks, 'task'), counted(runs, 'active run')].filter((one) => one !== undefined)
  if (example && jobs + tasks + runs === 1) return `the ${example.entity} “${example.name}”`
  const among = example ? `, among them the ${example.entity} “${example.name}”` : ''
  return `${counts.join(' and ')}${among}`
}

const counted = (count: number, what: string): string | undefined => (count > 0 ? `${count} ${what}${count === 1 ? '' : 's'}` : undefined)

async function tryOut({ store }: Deps, tests: ProfileTests, profileId: ProfileId): Promise<Result<ProfileTest, Failure>> {
  const profile = store.profiles.find(profileId)
  if (!profile) return notFound('profile', profileId)
  const variables = await tests.test(profile)
  if (!variables)
    return fail({
      kind: 'agent_unavailable',
      message: `“${profile.name}” could not be tested, because the agent does not answer. Try again in a moment.`,
    })
  return ok({ ok: variables.every((variable) => variable.ok), variables: [...variables] })
}

function badVariables(variables: readonly EnvVar[]) {
  const problem = envVarProblem(variables)
  return problem ? invalid(`envVars.${problem.index}.${problem.field}`, problem.message) : undefined
}

function read({ store }: Deps, id: ProfileId): Result<Profile, Failure> {
  const profile = store.profiles.find(id)
  return profile ? ok(masked(profile)) : notFound('profile', id)
}

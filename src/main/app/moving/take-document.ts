import type { Document, PortableProfile } from '../../../shared/contract/document.ts'
import type { ImportReport } from '../../../shared/contract/moving.ts'
import { NewProfile } from '../../../shared/contract/profiles.ts'
import type { Failure } from '../../../shared/model/failure.ts'
import type { Pipeline } from '../../../shared/model/goal.ts'
import { ProfileId } from '../../../shared/model/ids.ts'
import { maskedValue } from '../../../shared/model/profile.ts'
import type { Result } from '../../../shared/model/result.ts'
import { settingNames } from '../../../shared/model/settings.ts'
import { unmasked } from '../../domain/profile.ts'
import type { Deps } from '../deps.ts'
import { putPipeline } from '../goals/pipelines.ts'
import { createProfile, updateProfile } from '../profiles/profiles.ts'
import type { Caller } from '../service.ts'
import { allOrNothing } from './all-or-nothing.ts'
import {
  changed,
  created,
  differing,
  isSeen,
  left,
  note,
  profileNamed,
  refuse,
  refuseReference,
  reportOf,
  startImporting,
  type How,
  type Importing,
  type Place,
} from './importing.ts'
import { takeJobs } from './take-jobs.ts'
import { takeTasks } from './take-tasks.ts'

/** Takes in what the document says, each record as the policy says, all or nothing. */
export function takeDocument(deps: Deps, document: Document, how: How, by: Caller): Result<ImportReport, Failure> {
  return allOrNothing(deps.store, how, () => {
    const importing = startImporting(deps, how, by)
    takeSettings(importing, document)
    for (const [index, pipeline] of (document.pipelines ?? []).entries())
      takePipeline(importing, pipeline, { path: `pipelines.${index}`, index })
    for (const [index, profile] of (document.profiles ?? []).entries())
      takeProfile(importing, profile, { path: `profiles.${index}`, index })
    takeJobs(importing, document.jobs ?? [])
    takeTasks(importing, document.tasks ?? [], { path: 'tasks', job: null })
    return reportOf(importing, how)
  })
}

/** Settings are the machine owner’s; one that was set here stays, unless it is to be overwritten. */
function takeSettings(importing: Importing, { settings = {} }: Document): void {
  const { deps, by, policy } = importing
  const given = settingNames.filter((name) => name !== 'pipeline.templates' && settings[name] !== undefined)
  if (given.length > 0 && !by.user.local)
    return note(importing, { path: 'settings', index: 0 }, 'settings are left out: only the machine’s owner may change them')
  const now = deps.settings()
  const set = deps.store.readSettings()
  for (const name of given) {
    const row = { id: name, name }
    if (
      name === 'pipeline.templates' ||
      differing({ it: settings[name] }, { it: now[name] }).length === 0 ||
      (policy !== 'overwrite' && set[name] !== undefined)
    ) {
      left(importing, 'setting', row)
      continue
    }
    deps.store.writeSetting(name, settings[name])
    deps.store.journal.append({ type: 'settings.updated' })
    changed(importing, 'setting', row, ['value'])
  }
}

function takePipeline(importing: Importing, pipeline: Pipeline, place: Place): void {
  const { deps, policy } = importing
  const row = { id: pipeline.name, name: pipeline.name }
  const there = deps.settings()['pipeline.templates'].find(({ name }) => name === pipeline.name)
  if (there && (policy !== 'overwrite' || differing({ it: pipeline }, { it: there }).length === 0)) return left(importing, 'pipeline', row)
  const put = putPipeline(deps, pipeline)
  if (!put.ok) return refuse(importing, place, put.failure)
  if (there) changed(importing, 'pipeline', row, ['stages'])
  else created(importing, 'pipeline', row)
}

function takeProfile(importing: Importing, profile: PortableProfile, place: Place): void {
  const id = profileHere(importing, profile)
  if (id === 'several') return refuseReference(importing, place, 'name', `several profiles are named “${profile.name}”: give the id`)
  const known = id === undefined ? makeProfile(importing, profile, place) : keepProfile(importing, id, profile, place)
  if (!known) return
  if (profile.id) importing.profiles.set(profile.id, known)
  importing.profiles.set(profile.name, known)
}

const profileHere = (importing: Importing, { id, name }: PortableProfile): ProfileId | 'several' | undefined =>
  id === undefined ? profileNamed(importing, name) : isSeen(importing, 'profile', id) ? ProfileId.parse(id) : undefined

function makeProfile(importing: Importing, { id, ...profile }: PortableProfile, place: Place): ProfileId | undefined {
  const { deps, by } = importing
  const free = id !== undefined && !deps.store.profiles.find(ProfileId.parse(id)) ? ProfileId.parse(id) : undefined
  const missing = (profile.envVars ?? []).filter((variable) => variable.source === 'static' && variable.value === maskedValue)
  for (const { name } of missing)
    note(importing, place, `the secret ${name} of “${profile.name}” was not exported: set it before something needs it`)
  const envVars = profile.envVars?.map((variable) => (missing.includes(variable) ? { ...variable, value: '' } : variable))
  const made = createProfile(deps, NewProfile.parse({ ...profile, envVars }), by, free)
  if (!made.ok) return refuse(importing, place, made.failure)
  created(importing, 'profile', made.value)
  return made.value.id
}

function keepProfile(importing: Importing, id: ProfileId, { id: _id, ...given }: PortableProfile, place: Place): ProfileId {
  const { deps, policy } = importing
  const now = deps.store.profiles.find(id)
  if (!now || policy !== 'overwrite') {
    left(importing, 'profile', { id, name: now?.name ?? given.name })
    return id
  }
  const wanted = { ...given, ...(given.envVars && { envVars: unmasked(given.envVars, now.envVars) }) }
  const fields = differing(wanted, { ...now })
  const put = fields.length > 0 ? updateProfile(deps, id, given) : undefined
  if (put && !put.ok) refuse(importing, place, put.failure)
  changed(importing, 'profile', { id, name: given.name }, fields)
  return id
}

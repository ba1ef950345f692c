import { JobId, ProfileId } from '../../../shared/model/ids.ts'
import type { WorkingDirectory } from '../../../shared/model/job.ts'
import { isSeen, jobNamed, note, profileNamed, refuseReference, type Importing, type Place } from './importing.ts'

/** The profile that a record names; `nowhere`, and a problem, where there is none. */
export function profileReferred(
  importing: Importing,
  profile: string | null | undefined,
  place: Place,
): ProfileId | null | undefined | 'nowhere' {
  if (!profile) return profile === undefined ? undefined : null
  const found =
    importing.profiles.get(profile) ?? (isSeen(importing, 'profile', profile) ? ProfileId.parse(profile) : profileNamed(importing, profile))
  if (found !== undefined && found !== 'several') return found
  refuseReference(
    importing,
    place,
    'profile',
    found ? `several profiles are named “${profile}”: give the id` : `there is no profile “${profile}”, neither in the document nor here`,
  )
  return 'nowhere'
}

/** The job that a job is in; one that is nowhere is no reason to leave out what was in it. */
export function parentReferred(
  importing: Importing,
  { parent, child }: { readonly parent: string | null | undefined; readonly child: string },
  place: Place,
): JobId | null | undefined | 'nowhere' {
  if (!parent) return parent === undefined ? undefined : null
  const found = importing.jobs.get(parent) ?? (isSeen(importing, 'job', parent) ? JobId.parse(parent) : jobNamed(importing, parent))
  if (found === 'several')
    return refuseReference(importing, place, 'parent', `several jobs are named “${parent}”: give the id`) ?? 'nowhere'
  if (!found) note(importing, place, `the job that “${child}” was in (${parent}) is not here: it stands at the top now`)
  return found ?? null
}

/** A change of a folder is merged; a document says all of it. */
export const wholeFolder = ({
  workingDirectory: folder,
}: {
  readonly workingDirectory?: WorkingDirectory | null | undefined
}): { readonly workingDirectory?: WorkingDirectory } =>
  folder ? { workingDirectory: { useGitWorktree: false, worktreeName: null, worktreeBranch: null, ...folder } } : {}

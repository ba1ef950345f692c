import type { PortableJob } from '../../../shared/contract/document.ts'
import { NewJob } from '../../../shared/contract/jobs.ts'
import type { Failure } from '../../../shared/model/failure.ts'
import { JobId } from '../../../shared/model/ids.ts'
import { longestName, type Job } from '../../../shared/model/job.ts'
import type { Result } from '../../../shared/model/result.ts'
import { importGoal } from '../goals/goals.ts'
import { updateJob } from '../jobs/jobs.ts'
import { newJob } from '../jobs/new-jobs.ts'
import { changed, created, differing, isSeen, jobNamed, left, refuse, refuseReference, type Importing, type Place } from './importing.ts'
import { plainFolder } from './portable.ts'
import { parentReferred, profileReferred, wholeFolder } from './references.ts'
import { takeTasks } from './take-tasks.ts'

/** Parents before what is in them, whatever order the document has. */
export function takeJobs(importing: Importing, jobs: readonly PortableJob[]): void {
  const waiting = new Map(jobs.map((job, index) => [index, job]))
  const take = (index: number, job: PortableJob): void => {
    waiting.delete(index)
    const parent = [...waiting].find(([, one]) => job.parent && (one.id === job.parent || one.name === job.parent))
    if (parent) take(...parent)
    takeJob(importing, job, { path: `jobs.${index}`, index })
  }
  for (const [index, job] of jobs.entries()) if (waiting.has(index)) take(index, job)
}

function takeJob(importing: Importing, job: PortableJob, place: Place): void {
  const here = jobHere(importing, job)
  if (here === 'several') return refuseReference(importing, place, 'name', `several jobs are named “${job.name}”: give the id`)
  const fields = changesOf(importing, job, place)
  if (!fields) return
  const isNew = here === undefined || importing.policy === 'rename'
  const id = isNew ? makeJob(importing, job, { fields, besides: here }, place) : keepJob(importing, here, fields, place)
  if (!id) return
  if (job.id) importing.jobs.set(job.id, id)
  importing.jobs.set(job.name, id)
  if (job.goal === undefined)
    takeTasks(importing, job.tasks ?? [], { path: `${place.path}.tasks`, job: { id, isCopy: isNew && here !== undefined } })
}

const jobHere = (importing: Importing, { id, name }: PortableJob): JobId | 'several' | undefined =>
  id === undefined ? (importing.jobs.get(name) ?? jobNamed(importing, name)) : isSeen(importing, 'job', id) ? JobId.parse(id) : undefined

type Fields = Partial<Omit<NewJob, 'goal' | 'projectId'>>

/** What the document says of the job, with ids in the place of references; nothing where one leads nowhere. */
function changesOf(
  importing: Importing,
  { id: _id, goal: _goal, projectId: _project, tasks: _tasks, parent, profile, ...fields }: PortableJob,
  place: Place,
): Fields | undefined {
  const parentJobId = parentReferred(importing, { parent, child: fields.name }, place)
  const profileId = profileReferred(importing, profile, place)
  if (parentJobId === 'nowhere' || profileId === 'nowhere') return undefined
  return {
    ...fields,
    ...(fields.workingDirectory !== undefined && { workingDirectory: plainFolder(fields.workingDirectory) }),
    ...(parentJobId !== undefined && { parentJobId }),
    ...(profileId !== undefined && { profileId }),
  }
}

interface Making {
  readonly fields: Fields
  readonly besides: JobId | undefined
}

function makeJob(importing: Importing, job: PortableJob, making: Making, place: Place): JobId | undefined {
  const made = insertJob(importing, job, making)
  if (!made.ok) return refuse(importing, place, made.failure)
  importing.deps.store.jobs.setPlace(made.value.id, placeFor(importing, place))
  created(importing, 'job', made.value)
  return made.value.id
}

/** A thousand jobs of one document stand within a millisecond of their age. */
const apart = 0.001

/** As in the document, behind what is here. */
const placeFor = ({ deps }: Importing, { index }: Place): number => Date.parse(deps.clock.now()) + index * apart

const copied = ' (imported)'

function insertJob({ deps, by }: Importing, { id, goal, projectId }: PortableJob, { fields, besides }: Making): Result<Job, Failure> {
  const { name = '', ...input } = NewJob.parse(fields)
  const free = id !== undefined && !deps.store.jobs.find(JobId.parse(id)) ? JobId.parse(id) : undefined
  const asked = { ...input, name: besides ? `${name.slice(0, longestName - copied.length)}${copied}` : name, projectId: projectId ?? null }
  return goal === undefined ? newJob(deps, asked, by, free) : importGoal(deps, { ...asked, goal }, by, free)
}

function keepJob(importing: Importing, id: JobId, given: Fields, place: Place): JobId {
  const { deps, by, policy } = importing
  const now = deps.store.jobs.find(id)
  if (!now || policy !== 'overwrite') {
    left(importing, 'job', { id, name: now?.name ?? '' })
    return id
  }
  const fields = differing(given, { ...now, workingDirectory: plainFolder(now.workingDirectory) })
  const put = fields.length > 0 ? updateJob(deps, id, { ...given, ...wholeFolder(given) }, by) : undefined
  if (put && !put.ok) refuse(importing, place, put.failure)
  changed(importing, 'job', { id, name: given.name ?? now.name }, fields)
  return id
}

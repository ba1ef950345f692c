import type { Failure } from '../../../shared/model/failure.ts'
import type { JobId } from '../../../shared/model/ids.ts'
import { deepestJob, type Job } from '../../../shared/model/job.ts'
import { ok, type Result } from '../../../shared/model/result.ts'
import type { JobRow } from '../../ports/jobs.ts'
import type { Deps } from '../deps.ts'
import { badFolder, invalid, notFound } from '../failures.ts'
import { noGoal } from './no-goal.ts'
import type { Caller } from '../service.ts'

type Asked = Pick<
  JobRow,
  'name' | 'description' | 'parentJobId' | 'workerCount' | 'onFailure' | 'workingDirectory' | 'profileId' | 'labels'
> &
  Partial<Pick<JobRow, 'goal' | 'projectId' | 'tier' | 'stage' | 'iterationLimit'>>

/**
 * A pending job with its first two audit rows. Within a transaction.
 *
 * @param id free, where the job brings its own
 */
export function newJob({ store, clock }: Deps, asked: Asked, caller: Caller, id = clock.newId() as JobId): Result<Job, Failure> {
  const refused = badFolder(asked.workingDirectory)
  if (refused) return refused
  if (asked.profileId && !store.profiles.find(asked.profileId)) return notFound('profile', asked.profileId)
  const parent = asked.parentJobId ? store.jobs.find(asked.parentJobId) : undefined
  if (asked.parentJobId && !parent) return notFound('job', asked.parentJobId)
  if (parent && parent.depth >= deepestJob) return invalid('parentJobId', `is already at depth ${deepestJob}, the deepest there is`)
  const at = clock.now()
  store.jobs.insert({
    ...noGoal,
    ...asked,
    id,
    depth: parent ? parent.depth + 1 : 0,
    status: 'pending',
    statusMessage: 'Has not run yet',
    owner: parent?.owner ?? caller.user.id,
    workspaceId: parent?.workspaceId ?? caller.user.workspaceId,
    createdAt: at,
    updatedAt: at,
    startedAt: null,
    finishedAt: null,
  })
  const audit = { entity: 'job', entityId: id, actor: caller.actor, requestId: caller.requestId, time: at } as const
  store.audit.append({ ...audit, from: null, to: 'submitted', reason: 'created' })
  store.audit.append({ ...audit, from: 'submitted', to: 'pending', reason: 'created' })
  store.journal.append({ type: 'job.created', jobId: id })
  const job = store.jobs.find(id)
  return job ? ok(job) : notFound('job', id)
}

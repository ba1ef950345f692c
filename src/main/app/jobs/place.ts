import type { Failure } from '../../../shared/model/failure.ts'
import type { JobId } from '../../../shared/model/ids.ts'
import type { Job } from '../../../shared/model/job.ts'
import { ok, type Result } from '../../../shared/model/result.ts'
import { placeAt, spread } from '../../domain/places.ts'
import type { JobPlace } from '../../ports/jobs.ts'
import type { Deps } from '../deps.ts'
import { invalid, notFound } from '../failures.ts'

/** Puts a job before another one that stands beside it, or last. */
export function placeJob(deps: Deps, jobId: JobId, before: JobId | null): Result<Job, Failure> {
  const { store } = deps
  const job = store.jobs.find(jobId)
  if (!job) return notFound('job', jobId)
  const others = store.jobs.places(job.parentJobId).filter(({ id }) => id !== jobId)
  const index = before === null ? others.length : others.findIndex(({ id }) => id === before)
  if (index < 0) return invalid('before', 'must be another job with the same parent')
  const place = placeAt(
    others.map((one) => one.place),
    index,
  )
  const changes = place === undefined ? respread(others, jobId, index) : [{ id: jobId, place }]
  for (const change of changes) {
    store.jobs.setPlace(change.id, change.place)
    store.journal.append({ type: 'job.updated', jobId: change.id })
  }
  const placed = store.jobs.find(jobId)
  return placed ? ok(placed) : notFound('job', jobId)
}

/** Two that came in the same millisecond leave no room between them: then all get places anew. */
function respread(others: readonly JobPlace[], jobId: JobId, index: number): readonly JobPlace[] {
  const ids = [...others.slice(0, index).map(({ id }) => id), jobId, ...others.slice(index).map(({ id }) => id)]
  const places = spread(
    others.map(({ place }) => place),
    ids.length,
  )
  return ids.map((id, at) => ({ id, place: places[at] ?? at }))
}

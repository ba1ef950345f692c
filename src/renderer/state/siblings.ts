import type { JobId } from '../../shared/model/ids.ts'
import type { Job } from '../../shared/model/job.ts'

/** The age is the place of a job that nobody put elsewhere. */
const placeOf = ({ place, createdAt }: Job): number => place ?? Date.parse(createdAt)

export const byPlace = (one: Job, other: Job): number => placeOf(one) - placeOf(other)

/** The jobs with this parent, in their order. */
export const siblingsIn = (jobs: ReadonlyMap<JobId, Job>, parentJobId: JobId | null): readonly Job[] =>
  [...jobs.values()].filter((job) => job.parentJobId === parentJobId).sort(byPlace)

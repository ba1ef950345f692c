import type { JobId, ProfileId } from '../../../shared/model/ids.ts'
import type { WorkingDirectory } from '../../../shared/model/job.ts'
import type { OldJob } from '../../domain/predecessor/job-record.ts'
import type { OldTask } from '../../domain/predecessor/task-record.ts'

/*
 * Where a task of the predecessor goes. A job there ran what stood in its order and nothing else; here it runs every
 * task that it has. So what stood outside comes in beside the job, unless somebody wants it at the end of the order.
 */

export interface OldPlace {
  readonly jobId: JobId | null
  readonly workingDirectory: WorkingDirectory | null
  readonly profileId: ProfileId | null
  /** What is not as it was there. */
  readonly remarks: readonly string[]
}

export interface Around {
  /** The job as the files have it. */
  readonly job: OldJob | undefined
  /** Whether a job with its id is there, in the files or here. */
  readonly jobIsKnown: boolean
  /** Where tasks without a job worked; null where there is no such folder, and they worked in the home. */
  readonly folderWithout: string | null
  readonly appendUnordered: boolean
}

export function placeOf(task: OldTask, { job, jobIsKnown, folderWithout, appendUnordered }: Around): OldPlace {
  const { jobId, name, workingDirectory, profileId } = task
  const own = { workingDirectory, profileId }
  if (jobId === null) return { ...own, jobId, workingDirectory: workingDirectory ?? folder(folderWithout), remarks: [] }
  if (!jobIsKnown)
    return { ...own, jobId: null, remarks: [`“${name}” belonged to the job ${jobId}, which is not there; it is unassigned now`] }
  if (!job || isOrdered(task, job)) return { ...own, jobId, remarks: ofProfiles(task, job) }
  const outside = `“${name}” is not in the task order of “${job.name}”, and never ran with it`
  if (appendUnordered) return { ...own, jobId, remarks: [...ofProfiles(task, job), `${outside}: it comes last in it now`] }
  return {
    jobId: null,
    workingDirectory: workingDirectory ?? job.workingDirectory,
    profileId: profileId ?? job.profileId,
    remarks: [`${outside}: it is unassigned now, with the job’s folder and profile; append_unordered would put it last in the job`],
  }
}

const isOrdered = ({ id }: OldTask, { taskOrder }: OldJob): boolean => taskOrder.length === 0 || taskOrder.includes(id)

const folder = (path: string | null): WorkingDirectory | null => (path === null ? null : { path })

const ofProfiles = ({ name, profileId }: OldTask, job: OldJob | undefined): string[] =>
  profileId && job?.profileId && job.profileId !== profileId
    ? [`“${name}” has a profile of its own, which counts here; there its job’s did`]
    : []

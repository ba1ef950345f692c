import type { WorktreeOrder } from '../../../shared/model/agent.ts'
import type { JobId, TaskId } from '../../../shared/model/ids.ts'
import type { WorkingDirectory } from '../../../shared/model/job.ts'
import type { Machine } from '../deps.ts'

interface Placed {
  readonly directory: WorkingDirectory | null
  readonly taskId: TaskId
  readonly jobId: JobId | null
}

/**
 * The worktree that a run works in, where its task or job asks for one. A job's tasks share one, and a task without a job
 * has its own; they stand in the data folder, never inside of somebody's repository.
 */
export function worktreeFor({ home }: Pick<Machine, 'home'>, { directory, taskId, jobId }: Placed): WorktreeOrder | null {
  if (!directory?.useGitWorktree) return null
  const own = jobId ? `job-${short(jobId)}` : `task-${short(taskId)}`
  const branch = directory.worktreeName ?? own
  return { folder: `${worktreesIn({ home })}/${own}/${branch.replaceAll('/', '-')}`, branch, base: directory.worktreeBranch ?? null }
}

/** Where all of them stand. */
export const worktreesIn = ({ home }: Pick<Machine, 'home'>): string => `${home}/worktrees`

/** The end of an id: the beginning of one that is ordered by time is the same for all of an hour. */
const short = (id: string): string => id.slice(-12)

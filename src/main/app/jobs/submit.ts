import type { Failure } from '../../../shared/model/failure.ts'
import { usualNotifications } from '../../../shared/model/flow.ts'
import type { JobId } from '../../../shared/model/ids.ts'
import { longestName, type Job } from '../../../shared/model/job.ts'
import { ok, type Result } from '../../../shared/model/result.ts'
import { tasksIn, titleOf } from '../../domain/task-lines.ts'
import { defineWork } from '../../domain/work.ts'
import type { Deps } from '../deps.ts'
import { invalid, notFound } from '../failures.ts'
import { newJob } from './new-jobs.ts'
import { plainTask } from '../tasks/plain-task.ts'
import type { Caller } from '../service.ts'
import { usualCodingWork } from '../runs/coding-agent.ts'
import { startSequence } from '../runs/start-runs.ts'

interface Submitted {
  readonly taskDescription: string
  readonly workerCount: number
  readonly depth?: number | undefined
  readonly parentJobId?: JobId | null | undefined
  readonly labels: string[]
  readonly start: boolean
}

/** Work as people describe it: one task for each line of a list, done by the coding agent. */
export function submitJob(deps: Deps, submitted: Submitted, caller: Caller): Result<Job, Failure> {
  const { store } = deps
  const { taskDescription, workerCount, depth, parentJobId = null, labels } = submitted
  const parent = parentJobId ? store.jobs.find(parentJobId) : undefined
  if (parentJobId && !parent) return notFound('job', parentJobId)
  const right = parent ? parent.depth + 1 : 0
  if (depth !== undefined && depth !== right)
    return invalid('depth', parent ? `must be ${right}, one more than that of its parent` : 'must be 0 without a parent_job_id')
  const job = newJob(
    deps,
    {
      name: titleOf(taskDescription, longestName),
      description: taskDescription,
      parentJobId,
      workerCount,
      onFailure: 'stop',
      workingDirectory: null,
      profileId: null,
      labels,
    },
    caller,
  )
  if (!job.ok) return job
  for (const line of tasksIn(taskDescription)) {
    const work = defineWork({ prompt: line, codingAgent: usualCodingWork(deps) })
    if (!work.ok) return work
    plainTask(deps, job.value, { name: titleOf(line, longestName), work: work.value, timeoutMs: null, notifications: usualNotifications })
  }
  if (submitted.start) startSequence(deps, job.value, store.tasks.ofJob(job.value.id), caller)
  const now = store.jobs.find(job.value.id)
  return now ? ok(now) : notFound('job', job.value.id)
}

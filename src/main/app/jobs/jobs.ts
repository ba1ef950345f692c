import type { CreatedJob, JobNode, NewJob } from '../../../shared/contract/jobs.ts'
import type { Failure } from '../../../shared/model/failure.ts'
import type { JobId } from '../../../shared/model/ids.ts'
import { deepestJob, longestName, type Job } from '../../../shared/model/job.ts'
import { fail, ok, type Result } from '../../../shared/model/result.ts'
import type { Run } from '../../../shared/model/run.ts'
import type { Task } from '../../../shared/model/task.ts'
import { deleteJob } from './deletion.ts'
import type { Deps } from '../deps.ts'
import type { Handlers } from '../handler.ts'
import { badFolder, conflict, invalid, mergedFolder, notFound } from '../failures.ts'
import { moveJob } from './job-status.ts'
import type { Caller } from '../service.ts'
import { startSequence } from '../runs/start-runs.ts'
import { stopRuns } from '../runs/stop-runs.ts'
import { visibleTo } from '../visible.ts'
import { cancelJob } from './cancel.ts'
import { confirmJob, goalAnswer, withPosition } from '../goals/goal-answers.ts'
import { restartGoal, submitGoal } from '../goals/goals.ts'
import { streamJob } from './job-stream.ts'
import { newJob } from './new-jobs.ts'
import { placeJob } from './place.ts'
import { submitJob } from './submit.ts'
import { titleOf } from '../../domain/task-lines.ts'
import { explain } from '../queue/waiting.ts'

export const jobHandlers = (deps: Deps): Handlers<'jobs'> => {
  const { store } = deps
  return {
    list: ({ limit, offset, ...filter }, caller) => {
      const { items, total } = store.jobs.list({ ...filter, ...visibleTo(caller) }, { limit, offset })
      return ok({ jobs: items.map((job) => withPosition(deps, job)), total, limit, offset })
    },
    get: ({ jobId }) => {
      const job = store.jobs.find(jobId)
      if (!job) return notFound('job', jobId)
      return ok({
        ...withPosition(deps, job),
        ...goalAnswer(deps, job),
        tasks: [...store.tasks.ofJob(jobId)],
        children: [...store.jobs.children(jobId)],
        transitions: [...store.audit.of('job', jobId, { limit: 50, offset: 0 }).items],
      })
    },
    create: (input, caller) => createJob(deps, input, caller),
    submit: (input, caller) => submitJob(deps, input, caller),
    cancel: (input, caller) => cancelJob(deps, input, caller),
    confirm: ({ jobId }, caller) => confirmJob(deps, jobId, caller),
    tree: ({ jobId }) => treeOf(deps, jobId),
    stream: ({ jobId, after }, _caller, abort) => streamJob(deps, jobId, after, abort),
    update: ({ jobId, ...changes }, caller) => updateJob(deps, jobId, changes, caller),
    delete: { patient: ({ jobId, cascade }, caller) => deleteJob(deps, jobId, { withChildren: cascade === 'children' }, caller) },
    tasks: ({ jobId, limit, offset }) => {
      const { items, total } = store.tasks.list({ jobId }, 'created', { limit, offset })
      return ok({ tasks: [...items], total, limit, offset })
    },
    taskOrder: ({ jobId }) => ok({ taskOrder: [...store.tasks.idsOfJob(jobId)] }),
    setTaskOrder: ({ jobId, taskOrder }) => {
      const present = new Set<string>(store.tasks.idsOfJob(jobId))
      if (taskOrder.length !== present.size || new Set(taskOrder).size !== present.size || taskOrder.some((id) => !present.has(id))) {
        return invalid('taskOrder', `must name each of the job’s ${present.size} tasks once`)
      }
      store.tasks.setOrder(jobId, taskOrder)
      store.journal.append({ type: 'job.updated', jobId })
      return ok({ taskOrder })
    },
    place: ({ jobId, before }) => placeJob(deps, jobId, before),
    run: ({ jobId }, caller) => runJob(deps, jobId, (tasks) => tasks, caller),
    retry: ({ jobId }, caller) => runJob(deps, jobId, fromFirstFailure, caller),
    stop: ({ jobId }, caller) => stopJob(deps, jobId, caller),
    transitions: ({ jobId, limit, offset }) => {
      const { items, total } = store.audit.of('job', jobId, { limit, offset })
      return ok({ transitions: [...items], total, limit, offset })
    },
  }
}

function createJob(deps: Deps, { name, goal, projectId, ...input }: NewJob, caller: Caller): Result<CreatedJob, Failure> {
  if (goal !== undefined)
    return submitGoal(deps, { ...input, name: name ?? titleOf(goal, longestName), goal, projectId: projectId ?? null }, caller)
  if (name === undefined) return invalid('name', 'is needed: give a name, or a goal')
  return newJob(deps, { ...input, name, projectId: projectId ?? null }, caller)
}

function treeOf({ store }: Deps, jobId: JobId): Result<JobNode, Failure> {
  const jobs = store.jobs.byIds(store.jobs.withDescendants(jobId))
  const node = (job: Job): JobNode => ({ ...job, children: jobs.filter((one) => one.parentJobId === job.id).map(node) })
  const top = jobs.find((job) => job.id === jobId)
  return top ? ok(node(top)) : notFound('job', jobId)
}

type Changes = Partial<Omit<NewJob, 'goal' | 'projectId'>> & {
  readonly status?: 'pending' | 'in_progress' | 'completed' | 'failed' | undefined
}

export function updateJob(deps: Deps, jobId: JobId, { status, ...changes }: Changes, caller: Caller): Result<Job, Failure> {
  const { store, clock } = deps
  const job = store.jobs.find(jobId)
  if (!job) return notFound('job', jobId)
  const refused = badFolder(changes.workingDirectory)
  if (refused) return refused
  if (changes.profileId && !store.profiles.find(changes.profileId)) return notFound('profile', changes.profileId)
  const depth = changes.parentJobId === undefined ? ok(job.depth) : depthUnder(deps, job, changes.parentJobId)
  if (!depth.ok) return depth
  store.jobs.update({
    ...job,
    ...changes,
    workingDirectory: mergedFolder(job.workingDirectory, changes.workingDirectory),
    depth: depth.value,
    updatedAt: clock.now(),
  })
  if (depth.value !== job.depth) shiftBelow(deps, jobId, depth.value - job.depth)
  if (status && status !== job.status) {
    moveJob(
      deps,
      { jobId, from: job.status, to: status, message: `Set to ${status} by hand`, reason: 'set by hand', authority: 'hand' },
      caller,
    )
  }
  store.journal.append({ type: 'job.updated', jobId })
  return read(store.jobs.find(jobId))
}

type JobWithRuns = Job & { readonly runs: Run[] }

/** The depth that a job gets under a new parent, where it and everything below it have room. */
function depthUnder({ store }: Deps, job: Job, parentJobId: JobId | null): Result<number, Failure> {
  if (parentJobId === null) return ok(0)
  const parent = store.jobs.find(parentJobId)
  if (!parent) return notFound('job', parentJobId)
  const below = store.jobs.withDescendants(job.id)
  if (below.includes(parentJobId)) return conflict(`“${job.name}” cannot be moved below itself`)
  const deepest = Math.max(...store.jobs.byIds(below).map((one) => one.depth))
  const depth = parent.depth + 1
  if (deepest + depth - job.depth > deepestJob) return invalid('parentJobId', `would put a job deeper than ${deepestJob}`)
  return ok(depth)
}

function shiftBelow({ store }: Deps, jobId: JobId, by: number): void {
  for (const child of store.jobs.byIds(store.jobs.withDescendants(jobId).filter((id) => id !== jobId))) {
    store.jobs.setDepth(child.id, child.depth + by)
    store.journal.append({ type: 'job.updated', jobId: child.id })
  }
}

function runJob(
  deps: Deps,
  jobId: JobId,
  choose: (tasks: readonly Task[]) => readonly Task[],
  caller: Caller,
): Result<JobWithRuns, Failure> {
  const { store } = deps
  const job = store.jobs.find(jobId)
  if (!job) return notFound('job', jobId)
  if (job.goal !== null) return restartGoal(deps, job, caller)
  if (store.runs.activeOf({ jobIds: [jobId] }).length > 0)
    return conflict(`“${job.name}” has active runs. Stop it first, or wait for its end.`)
  const all = store.tasks.ofJob(jobId)
  if (all.length === 0) return conflict(`“${job.name}” has no tasks to run. Create one first.`)
  const tasks = choose(all)
  if (tasks.length === 0) return conflict(`No task of “${job.name}” has failed. Run the job instead.`)
  const ids = startSequence(deps, job, tasks, caller)
  const now = store.jobs.find(jobId)
  return now ? ok({ ...now, runs: explain(deps, store.runs.byIds(ids)) }) : notFound('job', jobId)
}

/** The first task that did not succeed when the job ran last, and everything that has not succeeded after it. */
function fromFirstFailure(tasks: readonly Task[]): readonly Task[] {
  const failed = tasks.some((task) => task.lastRun?.status === 'failed' || task.lastRun?.status === 'cancelled')
  return failed ? tasks.filter((task) => task.lastRun?.status !== 'succeeded') : []
}

function stopJob(deps: Deps, jobId: JobId, caller: Caller): Result<Job, Failure> {
  const { store } = deps
  const job = store.jobs.find(jobId)
  if (!job) return notFound('job', jobId)
  const active = store.runs.activeOf({ jobIds: [jobId] })
  if (active.length === 0) {
    return fail({
      kind: 'invalid_state_transition',
      message: `“${job.name}” has no active runs: there is nothing to stop`,
      currentState: job.status,
      requestedState: 'failed',
    })
  }
  stopRuns(deps, active, 'cancelled_by_user', caller)
  return read(store.jobs.find(jobId))
}

const read = (job: Job | undefined): Result<Job, Failure> => (job ? ok(job) : notFound('job', ''))

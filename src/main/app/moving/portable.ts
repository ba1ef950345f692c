import type { Document, PortableJob, PortableProfile, PortableTask } from '../../../shared/contract/document.ts'
import type { Failure } from '../../../shared/model/failure.ts'
import { usualPipeline } from '../../../shared/model/goal.ts'
import type { JobId, ProfileId } from '../../../shared/model/ids.ts'
import type { Job, WorkingDirectory } from '../../../shared/model/job.ts'
import type { Profile } from '../../../shared/model/profile.ts'
import { ok, type Result } from '../../../shared/model/result.ts'
import type { Task } from '../../../shared/model/task.ts'
import { masked } from '../../domain/profile.ts'
import type { Found, Page } from '../../ports/page.ts'
import type { Deps } from '../deps.ts'
import { notFound } from '../failures.ts'
import type { Caller } from '../service.ts'
import { visibleTo } from '../visible.ts'

/*
 * Rows as a document holds them: what people decided, without what happened since.
 */

/** The job with everything below it, and the profiles that they use. */
export function exportJob(deps: Deps, jobId: JobId): Result<Document, Failure> {
  const { store } = deps
  const jobs = topDown(store.jobs.byIds(store.jobs.withDescendants(jobId)))
  if (jobs.length === 0) return notFound('job', jobId)
  const carried = jobs.map((job) => portableJob(deps, job))
  const used = new Set(
    carried.flatMap((job) => [job.profile, ...(job.tasks ?? []).map((task) => task.profile)]).filter((id) => typeof id === 'string'),
  )
  const profiles = [...used].flatMap((id) => store.profiles.find(id as ProfileId) ?? [])
  return ok({ yardmaster: 1, exportedAt: deps.clock.now(), profiles: profiles.map(portableProfile), jobs: carried })
}

/** Everything that the caller sees. */
export function exportAll(deps: Deps, caller: Caller): Document {
  const { store } = deps
  const mine = visibleTo(caller)
  return {
    yardmaster: 1,
    exportedAt: deps.clock.now(),
    ...(caller.user.local && { settings: settingsOf(deps) }),
    pipelines: deps.settings()['pipeline.templates'].filter((pipeline) => JSON.stringify(pipeline) !== JSON.stringify(usualPipeline)),
    profiles: all((page) => store.profiles.list(mine, page)).map(portableProfile),
    jobs: topDown(all((page) => store.jobs.list(mine, page))).map((job) => portableJob(deps, job)),
    tasks: all((page) => store.tasks.list({ ...mine, jobId: 'none' }, 'created', page)).map(portableTask),
  }
}

const atOnce = 500

function all<Item>(read: (page: Page) => Found<Item>): Item[] {
  const items: Item[] = []
  for (;;) {
    const found = read({ limit: atOnce, offset: items.length })
    items.push(...found.items)
    if (found.items.length === 0 || items.length >= found.total) return items
  }
}

/** Parents first, and those beside one another as they stand: the same rows give the same document. */
const topDown = (jobs: readonly Job[]): Job[] =>
  [...jobs].sort((one, other) => one.depth - other.depth || standing(one) - standing(other) || one.id.localeCompare(other.id))

const standing = ({ place, createdAt }: Job): number => place ?? Date.parse(createdAt)

/** What was set, but for the pipelines, which have a part of their own, and an address that holds a password. */
function settingsOf({ store }: Deps): NonNullable<Document['settings']> {
  const { 'pipeline.templates': _pipelines, 'bus.url': broker, ...others } = store.readSettings()
  return { ...others, ...(broker !== undefined && !broker.includes('@') && { 'bus.url': broker }) }
}

export function portableJob({ store }: Pick<Deps, 'store'>, job: Job): PortableJob {
  const { id, name, description, workerCount, onFailure, labels } = job
  return {
    id,
    name,
    description,
    parent: job.parentJobId,
    workerCount,
    onFailure,
    workingDirectory: plainFolder(job.workingDirectory),
    profile: job.profileId,
    labels,
    ...(job.goal !== null ? { goal: job.goal } : { tasks: store.tasks.ofJob(job.id).map(portableTask) }),
    ...(job.projectId !== null && { projectId: job.projectId }),
  }
}

export function portableTask(task: Task): PortableTask {
  const {
    id,
    name,
    description,
    enabled,
    workType,
    parameters,
    schedule,
    priority,
    timeoutMs,
    idleTimeoutMs,
    retry,
    successChecks,
    commitOnSuccess,
    notifications,
    spendLimit,
    stopAfterFailures,
    blackouts,
    agentType,
    agentId,
  } = task
  return {
    id,
    name,
    description,
    enabled,
    workType,
    parameters,
    workingDirectory: plainFolder(task.workingDirectory),
    schedule,
    priority,
    timeoutMs,
    idleTimeoutMs,
    profile: task.profileId,
    dependsOn: task.dependsOn.map(({ taskId, when }) => ({ task: taskId, when })),
    retry,
    successChecks,
    commitOnSuccess,
    notifications,
    spendLimit,
    stopAfterFailures,
    blackouts,
    agentType,
    agentId,
  }
}

export function portableProfile(profile: Profile): PortableProfile {
  const { id, name, description, envVars, onUnresolved, spendLimit } = masked(profile)
  return { id, name, description, envVars, onUnresolved, spendLimit }
}

/** Without what says nothing, so that two folders that mean the same are the same. */
export function plainFolder(folder: WorkingDirectory | null): WorkingDirectory | null {
  if (!folder) return null
  const { path, useGitWorktree, worktreeName, worktreeBranch } = folder
  return {
    path,
    ...(useGitWorktree && { useGitWorktree }),
    ...(worktreeName && { worktreeName }),
    ...(worktreeBranch && { worktreeBranch }),
  }
}

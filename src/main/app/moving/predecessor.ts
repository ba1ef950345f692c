import { piecemeal } from '../../../shared/machine/piecemeal.ts'
import type { ImportReport } from '../../../shared/contract/moving.ts'
import type { Failure } from '../../../shared/model/failure.ts'
import type { JobId, ProfileId } from '../../../shared/model/ids.ts'
import { ok, type Result } from '../../../shared/model/result.ts'
import { settingNames } from '../../../shared/model/settings.ts'
import { usualFolder, type OldJob } from '../../domain/predecessor/job-record.ts'
import { planning, type Plan, type Problem } from '../../domain/predecessor/plan.ts'
import type { OldProfile } from '../../domain/predecessor/profile-record.ts'
import type { OldRun } from '../../domain/predecessor/run-record.ts'
import type { OldTask } from '../../domain/predecessor/task-record.ts'
import { scheduleProblem } from '../../domain/schedule.ts'
import type { FoundFile, ImportFiles } from '../../ports/import-files.ts'
import { noGoal } from '../jobs/no-goal.ts'
import type { Deps } from '../deps.ts'
import { deriveJob } from '../jobs/job-status.ts'
import { planTask } from '../schedules/planning.ts'
import { recordRun } from '../runs/run-audit.ts'
import type { Caller } from '../service.ts'
import { configOf } from '../runs/start-runs.ts'
import { allOrNothing } from './all-or-nothing.ts'
import { counted } from './importing.ts'
import { placeOf, type Around } from './old-places.ts'
import { withOldLogs, type Sizes } from './old-logs.ts'

interface Asked {
  readonly found: readonly FoundFile[]
  readonly files: ImportFiles
  /** Undefined for its usual folders. */
  readonly path: string | undefined
  readonly dryRun: boolean
  readonly skipSamples: boolean
  readonly appendUnordered: boolean
}

/**
 * Profiles, jobs, tasks and settings come in all or nothing; then their runs, which may be very many, piece by piece. A
 * second time finds everything there and does nothing, and takes what a crash left out.
 */
export async function takeOver(
  deps: Deps,
  { found, files, path, dryRun, skipSamples, appendUnordered }: Asked,
  by: Caller,
): Promise<Result<ImportReport, Failure>> {
  const plan = await piecemeal(planning(found, { skipSamples }))
  const folderWithout = (await files.isFolder(usualFolder)) ? usualFolder : null
  const take = async (sizes: Sizes): Promise<Result<ImportReport, Failure>> => {
    const taking: Taking = { deps, plan, by, dryRun, sizes, folderWithout, appendUnordered, rows: [], problems: [...plan.problems] }
    const taken = allOrNothing(deps.store, { dryRun }, () => ok(takeWork(taking)))
    if (!taken.ok) return taken
    await piecemeal(takeRuns(taking))
    return ok(counted(taking.rows, taking.problems, dryRun))
  }
  return dryRun ? take(new Map()) : withOldLogs(deps, { plan, files, path }, take)
}

interface Taking {
  readonly deps: Deps
  readonly plan: Plan
  readonly by: Caller
  readonly dryRun: boolean
  /** Of the logs that are there already, for their runs. */
  readonly sizes: Sizes
  /** Where tasks without a job worked; null where there is no such folder, and they worked in the home. */
  readonly folderWithout: string | null
  readonly appendUnordered: boolean
  readonly rows: ImportReport['rows']
  readonly problems: Problem[]
}

function takeWork(taking: Taking): void {
  const { plan } = taking
  takeSettings(taking)
  for (const profile of plan.profiles.values()) takeProfile(taking, profile)
  for (const job of plan.jobs.values()) takeJob(taking, job)
  for (const task of inOrder(plan)) takeTask(taking, task)
}

const runsAtOnce = 20

/** Oldest first; a job stands as its newest runs say. May rest after each piece. */
function* takeRuns(taking: Taking): Generator<void> {
  const { deps, plan, by, dryRun } = taking
  const jobs = new Set<JobId>()
  const runs = [...plan.runs.values()].sort((one, other) => one.queuedAt.localeCompare(other.queuedAt))
  for (let from = 0; from < runs.length; from += runsAtOnce) {
    const piece = runs.slice(from, from + runsAtOnce)
    deps.store.transaction(() => {
      for (const jobId of piece.map((run) => takeRun(taking, run))) if (jobId) jobs.add(jobId)
      if (!dryRun) deps.store.looseLogs.forget(piece.map(({ id }) => id).filter((id) => deps.store.runs.find(id)))
    })
    yield
  }
  deps.store.transaction(() => {
    for (const jobId of jobs) deriveJob(deps, jobId, 'imported', by)
  })
}

/** One that was set here stays. */
function takeSettings({ deps: { store }, plan, by, rows, problems }: Taking): void {
  const given = settingNames.filter((name) => plan.settings[name] !== undefined)
  if (given.length > 0 && !by.user.local)
    return void problems.push({
      file: 'settings.json',
      index: null,
      reason: 'settings are left out: only the machine’s owner may change them',
    })
  const set = store.readSettings()
  for (const name of given) {
    const stays = set[name] !== undefined
    rows.push({ action: stays ? 'skip' : 'change', entity: 'setting', id: name, name, ...(!stays && { fields: ['value'] }) })
    if (stays) continue
    store.writeSetting(name, plan.settings[name])
    store.journal.append({ type: 'settings.updated' })
  }
}

/** Notes what becomes of the row; true where it shall be written. */
function decide(
  { rows }: Taking,
  entity: ImportReport['rows'][number]['entity'],
  row: { readonly id: string; readonly name: string },
  isThere: boolean,
): boolean {
  rows.push({ action: isThere ? 'skip' : 'create', entity, id: row.id, name: row.name })
  return !isThere
}

/** Its times had no zone; they stay readable as they were. */
const imported = (there: string | null): string => (there ? `imported (there: ${there})` : 'imported')

const warn = ({ problems }: Taking, file: string, reason: string): void => void problems.push({ file, index: null, reason })

function takeProfile(taking: Taking, profile: OldProfile): void {
  const {
    deps: { store, clock },
    by,
  } = taking
  if (!decide(taking, 'profile', profile, store.profiles.find(profile.id) !== undefined)) return
  store.profiles.insert({ ...profile, owner: by.user.id, createdAt: profile.createdAt ?? clock.now(), updatedAt: clock.now() })
  store.journal.append({ type: 'profiles.updated' })
}

/** A profile that is nowhere is no reason to lose a job or task. */
function knownProfile(
  taking: Taking,
  file: string,
  { name, profileId }: { readonly name: string; readonly profileId: ProfileId | null },
): ProfileId | null {
  if (!profileId || taking.plan.profiles.has(profileId) || taking.deps.store.profiles.find(profileId)) return profileId
  warn(taking, file, `“${name}” named the profile ${profileId}, which is not there; it has none now`)
  return null
}

function takeJob(taking: Taking, job: OldJob): void {
  const {
    deps: { store, clock },
    by,
  } = taking
  const profileId = knownProfile(taking, 'jobs.json', job)
  for (const id of job.taskOrder)
    if (!taking.plan.tasks.has(id) && !store.tasks.find(id))
      warn(taking, 'jobs.json', `the task order of “${job.name}” names ${id}, which is not there; it was left out`)
  if (!decide(taking, 'job', job, store.jobs.find(job.id) !== undefined)) return
  const at = job.createdAt ?? clock.now()
  store.jobs.insert({
    ...noGoal,
    id: job.id,
    name: job.name,
    description: job.description,
    profileId,
    workingDirectory: job.workingDirectory,
    status: 'pending',
    statusMessage: 'Has not run yet',
    parentJobId: null,
    depth: 0,
    workerCount: 1,
    onFailure: 'stop',
    labels: [],
    owner: by.user.id,
    workspaceId: by.user.workspaceId,
    createdAt: at,
    updatedAt: clock.now(),
    startedAt: null,
    finishedAt: null,
  })
  const audit = {
    entity: 'job',
    entityId: job.id,
    actor: by.actor,
    requestId: by.requestId,
    time: clock.now(),
    reason: imported(job.createdThere),
  } as const
  store.audit.append({ ...audit, from: null, to: 'submitted' })
  store.audit.append({ ...audit, from: 'submitted', to: 'pending' })
  store.journal.append({ type: 'job.created', jobId: job.id })
}

/** The tasks of a job in its order, then the others as they came. */
function inOrder({ jobs, tasks }: Plan): readonly OldTask[] {
  const placed = new Map([...jobs.values()].flatMap((job) => job.taskOrder).map((id, place) => [id, place]))
  const placeOf = (task: OldTask): number => placed.get(task.id) ?? Number.MAX_SAFE_INTEGER
  return [...tasks.values()].sort((one, other) => placeOf(one) - placeOf(other))
}

function takeTask(taking: Taking, task: OldTask): void {
  const { deps, by } = taking
  const { store, clock } = deps
  const { jobId, workingDirectory, remarks, ...given } = placeOf(task, around(taking, task))
  const profileId = knownProfile(taking, 'tasks.json', { name: task.name, ...given })
  for (const remark of remarks) warn(taking, 'tasks.json', remark)
  const bad = scheduleProblem(task.schedule, clock.now())
  if (bad) warn(taking, 'tasks.json', `the schedule of “${task.name}” cannot be computed (${bad.message}); it starts by hand now`)
  if (!decide(taking, 'task', task, store.tasks.find(task.id) !== undefined)) return
  const schedule = bad ? { type: 'manual' as const } : task.schedule
  const at = task.createdAt ?? clock.now()
  store.tasks.insert({
    id: task.id,
    jobId,
    name: task.name,
    description: task.description,
    enabled: task.enabled,
    workType: 'claude_code',
    parameters: task.parameters,
    workingDirectory,
    schedule,
    priority: 3,
    timeoutMs: null,
    idleTimeoutMs: null,
    profileId,
    dependsOn: [],
    retry: task.retry,
    successChecks: [],
    commitOnSuccess: task.commitOnSuccess,
    notifications: task.notifications,
    spendLimit: null,
    stopAfterFailures: null,
    blackouts: [],
    agentType: null,
    agentId: null,
    owner: by.user.id,
    createdAt: at,
    updatedAt: clock.now(),
  })
  planTask(deps, { id: task.id, schedule })
  store.journal.append({ type: 'task.created', taskId: task.id, jobId })
}

const around = ({ deps, plan, folderWithout, appendUnordered }: Taking, { jobId }: OldTask): Around => ({
  job: jobId ? plan.jobs.get(jobId) : undefined,
  jobIsKnown: jobId !== null && (plan.jobs.has(jobId) || deps.store.jobs.find(jobId) !== undefined),
  folderWithout,
  appendUnordered,
})

/** Answers the job that it came into, if any. */
function takeRun(taking: Taking, run: OldRun): JobId | null {
  const { deps, plan, by, dryRun } = taking
  const { store } = deps
  const name = plan.tasks.get(run.taskId)?.name ?? store.tasks.find(run.taskId)?.name
  if (name === undefined) {
    warn(taking, 'runs.json', `the run ${run.id} belongs to the task ${run.taskId}, which is not there; it was left out`)
    return null
  }
  if (!decide(taking, 'run', { id: run.id, name }, store.runs.find(run.id) !== undefined) || dryRun) return null
  const task = store.tasks.find(run.taskId)
  if (!task) return null
  store.runs.insert({
    id: run.id,
    task,
    sequenceId: null,
    config: configOf(deps, task),
    attempt: 1,
    trigger: 'manual',
    traceId: by.traceId,
    requestId: by.requestId,
    notBefore: null,
    goalRank: null,
    queuedAt: run.queuedAt,
  })
  store.runs.end(run.id, ['queued'], { ...run, signal: null, log: taking.sizes.get(run.id) ?? null })
  recordRun(deps, { id: run.id, from: null, to: run.status, reason: imported(run.queuedThere) }, by)
  store.journal.append({ type: 'run.created', runId: run.id, taskId: task.id, jobId: task.jobId })
  return task.jobId
}

import type { ImportReport } from '../../../shared/contract/moving.ts'
import type { Failure } from '../../../shared/model/failure.ts'
import type { JobId, ProfileId } from '../../../shared/model/ids.ts'
import { ok, type Result } from '../../../shared/model/result.ts'
import { planOf, type Plan, type Problem } from '../../domain/predecessor/plan.ts'
import type { OldJob, OldProfile, OldRun, OldTask } from '../../domain/predecessor/records.ts'
import { scheduleProblem } from '../../domain/schedule.ts'
import type { FoundFile } from '../../ports/import-files.ts'
import { noGoal } from '../jobs/no-goal.ts'
import type { Deps } from '../deps.ts'
import { deriveJob } from '../jobs/job-status.ts'
import { planTask } from '../schedules/planning.ts'
import { recordRun } from '../runs/run-audit.ts'
import type { Caller } from '../service.ts'
import { configOf } from '../runs/start-runs.ts'
import { allOrNothing } from './all-or-nothing.ts'
import { counted } from './importing.ts'

interface Asked { readonly files: readonly FoundFile[]; readonly dryRun: boolean }

/** All or nothing; a second time finds everything there and does nothing. */
export function takeOver(deps: Deps, { files, dryRun }: Asked, caller: Caller): Result<ImportReport, Failure> {
  const plan = planOf(files)
  const taking: Taking = { deps, plan, by: caller, rows: [], problems: [...plan.problems] }
  return allOrNothing(deps.store, { dryRun }, () => {
    for (const profile of plan.profiles.values()) takeProfile(taking, profile)
    for (const job of plan.jobs.values()) takeJob(taking, job)
    for (const task of inOrder(plan)) takeTask(taking, task)
    for (const run of [...plan.runs.values()].sort((one, other) => one.queuedAt.localeCompare(other.queuedAt))) takeRun(taking, run)
    for (const row of taking.rows) if (row.entity === 'job' && row.action === 'create') deriveJob(deps, row.id as JobId, 'imported', caller)
    return ok(counted(taking.rows, taking.problems, dryRun))
  })
}

interface Taking {
  readonly deps: Deps
  readonly plan: Plan
  readonly by: Caller
  readonly rows: ImportReport['rows']
  readonly problems: Problem[]
}

/** Notes what becomes of the row; true where it shall be written. */
function decide({ rows }: Taking, entity: ImportReport['rows'][number]['entity'], row: { readonly id: string; readonly name: string }, isThere: boolean): boolean {
  rows.push({ action: isThere ? 'skip' : 'create', entity, id: row.id, name: row.name })
  return !isThere
}

const warn = ({ problems }: Taking, file: string, reason: string): void => void problems.push({ file, index: null, reason })

function takeProfile(taking: Taking, profile: OldProfile): void {
  const { deps: { store, clock }, by } = taking
  if (!decide(taking, 'profile', profile, store.profiles.find(profile.id) !== undefined)) return
  store.profiles.insert({ ...profile, owner: by.user.id, createdAt: profile.createdAt ?? clock.now(), updatedAt: clock.now() })
  store.journal.append({ type: 'profiles.updated' })
}

/** A profile that is nowhere is no reason to lose a job or task. */
function knownProfile(taking: Taking, file: string, { name, profileId }: { readonly name: string; readonly profileId: ProfileId | null }): ProfileId | null {
  if (!profileId || taking.plan.profiles.has(profileId) || taking.deps.store.profiles.find(profileId)) return profileId
  warn(taking, file, `“${name}” named the profile ${profileId}, which is not there; it has none now`)
  return null
}

function takeJob(taking: Taking, job: OldJob): void {
  const { deps: { store, clock }, by } = taking
  const profileId = knownProfile(taking, 'jobs.json', job)
  for (const id of job.taskOrder) if (!taking.plan.tasks.has(id) && !store.tasks.find(id)) warn(taking, 'jobs.json', `the task order of “${job.name}” names ${id}, which is not there; it was left out`)
  if (!decide(taking, 'job', job, store.jobs.find(job.id) !== undefined)) return
  const at = job.createdAt ?? clock.now()
  store.jobs.insert({
    ...noGoal, id: job.id, name: job.name, description: job.description, profileId, workingDirectory: job.workingDirectory, status: 'pending', statusMessage: 'Has not run yet', parentJobId: null, depth: 0,
    workerCount: 1, onFailure: 'stop', labels: [], owner: by.user.id, workspaceId: by.user.workspaceId, createdAt: at, updatedAt: clock.now(), startedAt: null, finishedAt: null,
  })
  const audit = { entity: 'job', entityId: job.id, actor: by.actor, requestId: by.requestId, time: clock.now(), reason: 'imported' } as const
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
  const { deps, plan, by } = taking
  const { store, clock } = deps
  const profileId = knownProfile(taking, 'tasks.json', task)
  const jobKnown = !task.jobId || plan.jobs.has(task.jobId) || store.jobs.find(task.jobId) !== undefined
  if (!jobKnown) warn(taking, 'tasks.json', `“${task.name}” belonged to the job ${task.jobId ?? ''}, which is not there; it is unassigned now`)
  const bad = scheduleProblem(task.schedule, clock.now())
  if (bad) warn(taking, 'tasks.json', `the schedule of “${task.name}” cannot be computed (${bad.message}); it starts by hand now`)
  if (!decide(taking, 'task', task, store.tasks.find(task.id) !== undefined)) return
  const schedule = bad ? { type: 'manual' as const } : task.schedule
  const at = task.createdAt ?? clock.now()
  store.tasks.insert({
    id: task.id, jobId: jobKnown ? task.jobId : null, name: task.name, description: '', enabled: task.enabled, workType: 'claude_code', parameters: task.parameters, workingDirectory: task.workingDirectory,
    schedule, priority: 3, timeoutMs: null, idleTimeoutMs: null, profileId, dependsOn: [], retry: task.retry, successChecks: [], commitOnSuccess: task.commitOnSuccess,
    notifications: task.notifications, spendLimit: null, stopAfterFailures: null, blackouts: [], agentType: null, owner: by.user.id, createdAt: at, updatedAt: clock.now(),
  })
  planTask(deps, { id: task.id, schedule })
  store.journal.append({ type: 'task.created', taskId: task.id, jobId: jobKnown ? task.jobId : null })
}

function takeRun(taking: Taking, run: OldRun): void {
  const { deps, plan, by } = taking
  const { store } = deps
  const name = plan.tasks.get(run.taskId)?.name ?? store.tasks.find(run.taskId)?.name
  if (name === undefined) return warn(taking, 'runs.json', `the run ${run.id} belongs to the task ${run.taskId}, which is not there; it was left out`)
  if (!decide(taking, 'run', { id: run.id, name }, store.runs.find(run.id) !== undefined)) return
  const task = store.tasks.find(run.taskId)
  if (!task) return
  store.runs.insert({ id: run.id, task, sequenceId: null, config: configOf(deps, task), attempt: 1, trigger: 'manual', traceId: by.traceId, requestId: by.requestId, notBefore: null, goalRank: null, queuedAt: run.queuedAt })
  store.runs.end(run.id, ['queued'], { ...run, signal: null, log: null })
  recordRun(deps, { id: run.id, from: null, to: run.status, reason: 'imported' }, by)
  store.journal.append({ type: 'run.created', runId: run.id, taskId: task.id, jobId: task.jobId })
}

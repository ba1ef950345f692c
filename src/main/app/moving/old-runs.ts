import type { JobId } from '../../../shared/model/ids.ts'
import type { OldRun } from '../../domain/predecessor/run-record.ts'
import { deriveJob } from '../jobs/job-status.ts'
import { recordRun } from '../runs/run-audit.ts'
import { configOf } from '../runs/start-runs.ts'
import { decide, imported, warn, type Taking } from './taking-over.ts'

const runsAtOnce = 20

/** Oldest first; a job stands as its newest runs say. May rest after each piece. */
export function* takeOldRuns(taking: Taking): Generator<void> {
  const { deps, plan, by, dryRun } = taking
  const jobs = new Set<JobId>()
  const runs = [...plan.runs.values()].sort((one, other) => one.queuedAt.localeCompare(other.queuedAt))
  for (let from = 0; from < runs.length; from += runsAtOnce) {
    const piece = runs.slice(from, from + runsAtOnce)
    deps.store.transaction(() => {
      for (const jobId of piece.map((run) => takeOldRun(taking, run))) if (jobId) jobs.add(jobId)
      if (!dryRun) deps.store.looseLogs.forget(piece.map(({ id }) => id).filter((id) => deps.store.runs.find(id)))
    })
    yield
  }
  deps.store.transaction(() => {
    for (const jobId of jobs) deriveJob(deps, jobId, 'imported', by)
  })
}

/** Answers the job that it came into, if any. */
function takeOldRun(taking: Taking, run: OldRun): JobId | null {
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

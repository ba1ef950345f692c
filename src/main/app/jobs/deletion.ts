import { setImmediate } from 'node:timers/promises'
import type { Failure } from '../../../shared/model/failure.ts'
import type { JobId, RunId, TaskId } from '../../../shared/model/ids.ts'
import { fail, ok, type Result } from '../../../shared/model/result.ts'
import type { Deps } from '../deps.ts'
import { notFound } from '../failures.ts'
import type { Caller } from '../service.ts'
import { removeLooseLogs } from '../runs/loose-logs.ts'
import { stopRuns } from '../runs/stop-runs.ts'

/** Rows that one transaction deletes, so that a job of a hundred thousand runs never holds up anybody for long. */
const rowsAtOnce = 100

/** How long the active runs may take to end, beyond the grace time of their processes. */
const patienceMs = 30_000

export async function deleteTask(
  deps: Deps,
  taskId: TaskId,
  caller: Caller,
): Promise<Result<{ deleted: boolean; runs: number; logFiles: number }, Failure>> {
  const { store } = deps
  const task = store.tasks.find(taskId)
  if (!task) return notFound('task', taskId)
  const stopped = await stopActive(deps, { taskId }, caller)
  if (!stopped) return stillActive(`“${task.name}”`)
  const removed = await removeRuns(deps, { taskId })
  store.transaction(() => {
    store.journal.append({ type: 'task.deleted', taskId, jobId: task.jobId })
    store.tasks.remove(taskId)
    if (task.jobId) store.journal.append({ type: 'job.updated', jobId: task.jobId })
  })
  return ok({ deleted: true, ...removed })
}

interface DeletedJob {
  deleted: boolean
  jobs: number
  tasks: number
  runs: number
  logFiles: number
}

/** The job, its tasks, their runs and log files. Child jobs lose their parent, or go too. */
export async function deleteJob(
  deps: Deps,
  jobId: JobId,
  how: { readonly withChildren: boolean },
  caller: Caller,
): Promise<Result<DeletedJob, Failure>> {
  const { store } = deps
  const job = store.jobs.find(jobId)
  if (!job) return notFound('job', jobId)
  const jobIds = how.withChildren ? store.jobs.withDescendants(jobId) : [jobId]
  const stopped = await stopActive(deps, { jobIds }, caller)
  if (!stopped) return stillActive(`“${job.name}”`)
  const removed = await removeRuns(deps, { jobIds })
  const tasks = store.transaction(() => {
    if (!how.withChildren) freeChildren(deps, jobId)
    return jobIds.map((id) => removeJob(deps, id)).reduce((sum, count) => sum + count, 0)
  })
  return ok({ deleted: true, jobs: jobIds.length, tasks, ...removed })
}

function removeJob({ store }: Deps, id: JobId): number {
  const tasks = store.tasks.idsOfJob(id)
  for (const taskId of tasks) store.journal.append({ type: 'task.deleted', taskId, jobId: id })
  store.journal.append({ type: 'job.deleted', jobId: id })
  store.jobs.remove(id)
  return tasks.length
}

/** Children become top jobs, and everything below them moves up with them. */
function freeChildren({ store, clock }: Deps, jobId: JobId): void {
  for (const child of store.jobs.children(jobId)) {
    for (const below of store.jobs.byIds(store.jobs.withDescendants(child.id))) {
      store.jobs.update({
        ...below,
        parentJobId: below.id === child.id ? null : below.parentJobId,
        depth: below.depth - child.depth,
        updatedAt: clock.now(),
      })
      store.journal.append({ type: 'job.updated', jobId: below.id })
    }
  }
}

type Of = { readonly jobIds: readonly JobId[] } | { readonly taskId: TaskId }

/** Asks for the end of every active run and waits until their process trees are gone. */
async function stopActive(deps: Deps, of: Of, caller: Caller): Promise<boolean> {
  const { store, changed } = deps
  const patience = AbortSignal.timeout(deps.settings()['runs.kill_grace_ms'] + patienceMs)
  for await (const _ of changed.wakeups(patience)) {
    const active = store.runs.activeOf(of)
    if (active.length === 0) return true
    store.transaction(() => stopRuns(deps, notYetAsked(deps, active), 'cancelled_by_user', caller))
  }
  return store.runs.activeOf(of).length === 0
}

const notYetAsked = ({ store }: Deps, ids: readonly RunId[]): readonly RunId[] => ids.filter((id) => !store.runs.findActive(id)?.stopReason)

const stillActive = (name: string): Result<never, Failure> =>
  fail({
    kind: 'agent_unavailable',
    message: `Nothing was deleted: active runs of ${name} did not end in time. See whether the agent is connected, then try again.`,
  })

/** Deletes ended runs piece by piece, each with its log file, and lets others have their turn in between. */
export async function removeRuns(deps: Deps, of: Of | { readonly runId: RunId }): Promise<{ runs: number; logFiles: number }> {
  let runs = 0
  let logFiles = 0
  for (;;) {
    const ids = deps.store.transaction(() => deps.store.runs.removeSome(of, rowsAtOnce))
    if (ids.length === 0) return { runs, logFiles }
    runs += ids.length
    logFiles += await removeLooseLogs(deps, ids)
    await setImmediate()
  }
}

import type { AgentId, RunId, WorkerId } from '../../../shared/model/ids.ts'
import type { RunReason } from '../../../shared/model/run-reason.ts'
import type { Run } from '../../../shared/model/run.ts'
import type { Instant } from '../../../shared/model/time.ts'
import type { WorkerStatus } from '../../../shared/model/worker.ts'
import { wantsFailure } from '../../domain/dependencies.ts'
import { runStatesBefore } from '../../domain/run.ts'
import { workerEnd, workerStatesBefore } from '../../domain/worker.ts'
import type { RunEnding, RunSubject } from '../../ports/runs.ts'
import type { Actor } from '../actor.ts'
import type { Deps } from '../deps.ts'
import { judgeTask } from '../tasks/breakers.ts'
import { settleJob } from '../jobs/job-status.ts'
import { parkProfile, retryFailed } from './retries.ts'
import { recordRun, recordWorker } from './run-audit.ts'

/*
 * Every change of state of a run, and of its worker: the row, its audit row and its event together. All of these are
 * called within a transaction, and answer false (or nothing) when the run was not in a state to change from.
 */

type Parts = Pick<Deps, 'store' | 'clock'>

/** Gives a waiting run to an agent: from now on it holds a worker. */
export function claimRun(parts: Parts, id: RunId, agentId: AgentId, by: Actor): boolean {
  const { store, clock } = parts
  const workerId = clock.newId() as WorkerId
  const subject = store.runs.claim(id, workerId, agentId)
  if (!subject) return false
  const at = clock.now()
  store.workers.insert({ id: workerId, agentId, runId: id, status: 'idle', pid: null, createdAt: at, updatedAt: at })
  recordWorker(parts, { id: workerId, from: null, to: 'idle', reason: 'admitted' }, by)
  recordRun(parts, { id, from: 'queued', to: 'starting', reason: 'admitted' }, by)
  announce(parts, id, subject)
  return true
}

export function beginRun(parts: Parts, id: RunId, pid: number | null, at: string, by: Actor): boolean {
  const run = parts.store.runs.begin(id, at)
  if (!run) return false
  moveWorker(parts, { id: run.workerId, to: 'running', pid, reason: 'started' }, by)
  recordRun(parts, { id, from: 'starting', to: 'running', reason: 'started' }, by)
  announce(parts, id, run)
  return true
}

export function pauseRun(parts: Parts, id: RunId, by: Actor): boolean {
  const run = parts.store.runs.findActive(id)
  if (!run || !parts.store.runs.pause(id)) return false
  moveWorker(parts, { id: run.workerId, to: 'paused', pid: null, reason: 'paused' }, by)
  recordRun(parts, { id, from: 'running', to: 'paused', reason: 'paused' }, by)
  announce(parts, id, run)
  return true
}

export function resumeRun(parts: Parts, id: RunId, by: Actor): boolean {
  const run = parts.store.runs.findActive(id)
  if (!run || !parts.store.runs.resume(id)) return false
  moveWorker(parts, { id: run.workerId, to: 'running', pid: null, reason: 'resumed' }, by)
  recordRun(parts, { id, from: 'paused', to: 'running', reason: 'resumed' }, by)
  announce(parts, id, run)
  return true
}

/** Ends a run. What had to wait for it in its sequence ends with it, where its job says so. */
export function endRun(parts: Parts, run: Run, ending: RunEnding, by: Actor): boolean {
  const { store } = parts
  if (!store.runs.end(run.id, runStatesBefore(ending.status), ending)) return false
  recordRun(parts, { id: run.id, from: run.status, to: ending.status, reason: reasonOf(ending) }, by)
  endWorkerOf(parts, run, ending, by)
  announce(parts, run.id, run)
  parkProfile(parts, run, ending)
  const goesOn = breaks(ending) && retryFailed(parts, run, ending, by)
  if (breaks(ending) && !goesOn) breakSequence(parts, run, by)
  if (!goesOn) judgeTask(parts, run, ending, by)
  if (run.jobId) settleJob(parts, run.jobId, `run ${ending.status}: ${run.taskName}`, by)
  return true
}

/** Ends a run that has not been given to an agent. */
export function cancelQueuedRun(
  parts: Parts,
  run: Run,
  why: { reason: 'cancelled_by_user' | 'dependency_failed' | 'app_stopped'; message: string },
  by: Actor,
): boolean {
  return endRun(parts, run, notStarted(why.reason, why.message, parts.clock.now()), by)
}

/** Ends a run that its agent was given and will not begin. The work is not lost: its next attempt waits for another agent. */
export function returnRun(parts: Parts, run: Run, by: Actor): boolean {
  const message = `The agent ${run.agentId ?? 'that it was given to'} was leaving and had not begun this: attempt ${run.attempt + 1} takes its place`
  return endRun(parts, run, { ...notStarted('superseded', message, parts.clock.now()), returned: true }, by)
}

const notStarted = (reason: RunReason, errorMessage: string, at: Instant): RunEnding => ({
  status: 'cancelled',
  reason,
  errorMessage,
  exitCode: null,
  signal: null,
  startedAt: null,
  finishedAt: at,
  log: null,
})

/** A run that could not start because of another one stops nothing more by itself: what depends on it finds out. */
const breaks = ({ status, reason }: RunEnding): boolean => status !== 'succeeded' && reason !== 'dependency_failed'

function breakSequence(parts: Parts, run: Run, by: Actor): void {
  const { store } = parts
  if (!run.sequenceId || !run.jobId || store.jobs.brief(run.jobId)?.onFailure !== 'stop') return
  const message = `Not started: “${run.taskName}” did not succeed, and this job stops after a failure`
  for (const waiting of store.runs.byIds(store.runs.waitingBehind(run.id, run.sequenceId))) {
    // What asks for a failure is judged when its turn comes.
    if (!wantsFailure(waiting.config.dependsOn)) endWaiting(parts, waiting, message, by)
  }
}

function endWaiting(parts: Parts, run: Run, message: string, by: Actor): void {
  if (!parts.store.runs.end(run.id, ['queued'], notStarted('dependency_failed', message, parts.clock.now()))) return
  recordRun(parts, { id: run.id, from: 'queued', to: 'cancelled', reason: 'dependency_failed' }, by)
  announce(parts, run.id, run)
}

function endWorkerOf(parts: Parts, run: Run, ending: RunEnding, by: Actor): void {
  const status = run.workerId && parts.store.workers.statusOf(run.workerId)
  if (!run.workerId || !status) return
  moveWorker(parts, { id: run.workerId, to: workerEnd(status, ending.status), pid: null, reason: reasonOf(ending) }, by)
}

const reasonOf = ({ reason, note }: RunEnding): string => (note ? `${reason}: ${note}` : reason)

function moveWorker(parts: Parts, move: { id: WorkerId; to: WorkerStatus; pid: number | null; reason: string }, by: Actor): void {
  const from = parts.store.workers.moveTo(move.id, workerStatesBefore(move.to), move.to, move.pid, parts.clock.now())
  if (from) recordWorker(parts, { ...move, from }, by)
}

function announce({ store }: Parts, runId: RunId, { taskId, jobId }: RunSubject): void {
  store.journal.append({ type: 'run.status', runId, taskId, jobId })
}

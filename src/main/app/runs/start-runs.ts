import type { RunId, SequenceId } from '../../../shared/model/ids.ts'
import type { Job } from '../../../shared/model/job.ts'
import type { Run, RunConfig, RunTrigger } from '../../../shared/model/run.ts'
import { inOrderOfDependencies, withDependents } from '../../domain/dependencies.ts'
import { absoluteFolder } from '../../domain/folder.ts'
import type { TaskRow } from '../../ports/tasks.ts'
import type { Actor } from '../actor.ts'
import type { Deps } from '../deps.ts'
import { deriveJob } from '../jobs/job-status.ts'
import { queueRun } from '../queue/run-queue.ts'
import { worktreeFor } from './worktree.ts'

/*
 * What makes runs: a task by hand, a whole job, a retry. All within a transaction.
 */

type Parts = Pick<Deps, 'store' | 'clock' | 'machine'>

/** What a run of this task would do now: the task as it stands, and the folder it would work in. */
export function configOf({ store, machine }: Pick<Deps, 'store' | 'machine'>, task: TaskRow): RunConfig {
  const job = task.jobId ? store.jobs.brief(task.jobId) : undefined
  const directory = task.workingDirectory ?? job?.workingDirectory ?? null
  const folder = absoluteFolder(directory?.path ?? null, machine.userHome)
  return {
    workType: task.workType,
    parameters: task.parameters,
    workingDirectory: folder,
    timeoutMs: task.timeoutMs,
    idleTimeoutMs: task.idleTimeoutMs,
    priority: task.priority,
    profileId: task.profileId ?? job?.profileId ?? null,
    directory,
    occupies: directory && (worktreeFor(machine, { directory, taskId: task.id, jobId: task.jobId })?.folder ?? machine.trueFolder(folder)),
    dependsOn: task.dependsOn,
    retry: task.retry,
    successChecks: task.successChecks,
    commitOnSuccess: task.commitOnSuccess,
    spendLimit: task.spendLimit,
    feedback: null,
    agentType: task.agentType,
    agentId: task.agentId,
  }
}

export function startTask(parts: Parts, task: TaskRow, trigger: RunTrigger, by: Actor): RunId {
  const id = queueRun(
    parts,
    { task, config: configOf(parts, task), trigger, attempt: 1, sequenceId: null, reason: `run by ${by.actor}` },
    by,
  )
  if (task.jobId) deriveJob(parts, task.jobId, `run queued: ${task.name}`, by)
  return id
}

/** The task, and after it the tasks of its job that depend on it, where it ends as they need it. Answers the task's own run. */
export function startWithDependents(parts: Parts, task: TaskRow, trigger: RunTrigger, by: Actor): RunId {
  const job = task.jobId ? parts.store.jobs.find(task.jobId) : undefined
  const tasks = job ? withDependents(task, parts.store.tasks.ofJob(job.id)) : []
  if (!job || tasks.length < 2) return startTask(parts, task, trigger, by)
  const [own] = queueSequence(
    parts,
    tasks,
    { triggerOf: (one) => (one.id === task.id ? trigger : 'dependency'), reason: `run of “${task.name}” with what depends on it` },
    by,
  )
  deriveJob(parts, job.id, `run queued: ${task.name}`, by)
  return own ?? startTask(parts, task, trigger, by)
}

/** The next attempt, with the task as it stands now. */
export function startNextAttempt(parts: Parts, task: TaskRow, run: Run, by: Actor): RunId {
  const attempt = Math.max(run.attempt, parts.store.runs.lastAttempt(task.id, run.traceId)) + 1
  const id = queueRun(
    parts,
    { task, config: configOf(parts, task), trigger: 'retry', attempt, sequenceId: null, reason: `retry of attempt ${run.attempt}` },
    { ...by, traceId: run.traceId },
  )
  if (task.jobId) deriveJob(parts, task.jobId, `retry queued: ${task.name}`, by)
  return id
}

export function startSequence(parts: Parts, job: Job, tasks: readonly TaskRow[], by: Actor): readonly RunId[] {
  const ids = queueSequence(parts, inOrderOfDependencies(tasks), { triggerOf: () => 'sequence', reason: `run of job “${job.name}”` }, by)
  deriveJob(parts, job.id, 'job run', by)
  return ids
}

/**
 * Queues the tasks as one sequence, in this order. All of them get the highest priority among them: within a sequence
 * the order counts, and admission takes equal priorities in the order of submission.
 */
function queueSequence(
  parts: Parts,
  tasks: readonly TaskRow[],
  { triggerOf, reason }: { readonly triggerOf: (task: TaskRow) => RunTrigger; readonly reason: string },
  by: Actor,
): readonly RunId[] {
  const sequenceId = parts.clock.newId() as SequenceId
  const priority = Math.max(...tasks.map((task) => task.priority))
  return tasks.map((task) =>
    queueRun(parts, { task, config: { ...configOf(parts, task), priority }, trigger: triggerOf(task), attempt: 1, sequenceId, reason }, by),
  )
}

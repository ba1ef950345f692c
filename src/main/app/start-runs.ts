import type { RunId, SequenceId } from '../../shared/model/ids.ts'
import type { Job } from '../../shared/model/job.ts'
import type { Run, RunConfig, RunTrigger } from '../../shared/model/run.ts'
import type { Task } from '../../shared/model/task.ts'
import { inOrderOfDependencies } from '../domain/dependencies.ts'
import { absoluteFolder } from '../domain/folder.ts'
import type { Actor, Deps } from './deps.ts'
import { deriveJob } from './job-status.ts'
import { queueRun } from './run-queue.ts'

/*
 * What makes runs: a task by hand, a whole job, a retry. All within a transaction.
 */

type Parts = Pick<Deps, 'store' | 'clock' | 'machine'>

/** What a run of this task would do now: the task as it stands, and the folder it would work in. */
export function configOf({ store, machine }: Pick<Deps, 'store' | 'machine'>, task: Task): RunConfig {
  const job = task.jobId ? store.jobs.brief(task.jobId) : undefined
  const directory = task.workingDirectory ?? job?.workingDirectory ?? null
  return {
    workType: task.workType,
    parameters: task.parameters,
    workingDirectory: absoluteFolder(directory?.path ?? null, machine.userHome),
    timeoutMs: task.timeoutMs,
    idleTimeoutMs: task.idleTimeoutMs,
    priority: task.priority,
    profileId: task.profileId ?? job?.profileId ?? null,
    directory,
    dependsOn: task.dependsOn,
    retry: task.retry,
    successChecks: task.successChecks,
    commitOnSuccess: task.commitOnSuccess,
    spendLimit: task.spendLimit,
    feedback: null,
    agentType: task.agentType,
  }
}

export function startTask(parts: Parts, task: Task, trigger: RunTrigger, by: Actor): RunId {
  const id = queueRun(parts, { task, config: configOf(parts, task), trigger, attempt: 1, sequenceId: null, reason: `run by ${by.actor}` }, by)
  if (task.jobId) deriveJob(parts, task.jobId, `run queued: ${task.name}`, by)
  return id
}

/** The next attempt, with the task as it stands now. */
export function startNextAttempt(parts: Parts, task: Task, run: Run, by: Actor): RunId {
  const attempt = Math.max(run.attempt, parts.store.runs.lastAttempt(task.id, run.traceId)) + 1
  const id = queueRun(parts, { task, config: configOf(parts, task), trigger: 'retry', attempt, sequenceId: null, reason: `retry of attempt ${run.attempt}` }, { ...by, traceId: run.traceId })
  if (task.jobId) deriveJob(parts, task.jobId, `retry queued: ${task.name}`, by)
  return id
}

/**
 * Queues the tasks as one sequence, in their order. All of them get the highest priority among them: within a sequence
 * the order counts, and admission takes equal priorities in the order of submission.
 */
export function startSequence(parts: Parts, job: Job, tasks: readonly Task[], by: Actor): readonly RunId[] {
  const sequenceId = parts.clock.newId() as SequenceId
  const ordered = inOrderOfDependencies(tasks)
  const priority = Math.max(...tasks.map((task) => task.priority))
  const ids = ordered.map((task) => queueRun(parts, {
    task, config: { ...configOf(parts, task), priority }, trigger: 'sequence', attempt: 1, sequenceId, reason: `run of job “${job.name}”`,
  }, by))
  deriveJob(parts, job.id, 'job run', by)
  return ids
}

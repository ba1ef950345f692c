import type { Failure } from '../../../shared/model/failure.ts'
import type { TaskId } from '../../../shared/model/ids.ts'
import { ok, type Result } from '../../../shared/model/result.ts'
import type { Run } from '../../../shared/model/run.ts'
import { usualStopAfterFailures } from '../../../shared/model/settings.ts'
import type { Task } from '../../../shared/model/task.ts'
import { breaksAt, countsAsFailure, startsByItself } from '../../domain/breaker.ts'
import type { RunEnding } from '../../ports/runs.ts'
import type { Actor } from '../actor.ts'
import type { Deps } from '../deps.ts'
import { notFound } from '../failures.ts'

/*
 * The breaker of a task opens after so many failures in a row. Then the task no longer starts by itself, until somebody
 * closes it, or a run of the task succeeds. All within a transaction.
 */

type Parts = Pick<Deps, 'store' | 'clock'>

/** Of a run that has no further attempt. */
export function judgeTask(parts: Parts, run: Run, ending: RunEnding, by: Actor): void {
  if (ending.status === 'succeeded') return close(parts, run.taskId, 'a run succeeded', by)
  const task = countsAsFailure(ending) ? parts.store.tasks.find(run.taskId) : undefined
  if (!task || !startsByItself(task.schedule)) return
  const failures = parts.store.breakers.fail(task.id)
  if (breaksAt(failures, limitOf(parts, task))) open(parts, task.id, failures, by)
}

const limitOf = ({ store }: Parts, task: Task): number =>
  task.stopAfterFailures ?? store.readSettings()['schedules.stop_after_failures'] ?? usualStopAfterFailures

function open(parts: Parts, taskId: TaskId, failures: number, by: Actor): void {
  if (parts.store.breakers.open(taskId, parts.clock.now()))
    record(parts, taskId, { from: 'closed', to: 'open', reason: `${failures} failures in a row` }, by)
}

function close(parts: Parts, taskId: TaskId, reason: string, by: Actor): void {
  if (parts.store.breakers.close(taskId)) record(parts, taskId, { from: 'open', to: 'closed', reason }, by)
}

/** By hand. Closing one that is closed forgets the failures so far. */
export function closeBreaker(deps: Parts, taskId: TaskId, by: Actor): Result<Task, Failure> {
  close(deps, taskId, `closed by ${by.actor}`, by)
  const task = deps.store.tasks.find(taskId)
  return task ? ok(task) : notFound('task', taskId)
}

function record(
  { store, clock }: Parts,
  taskId: TaskId,
  { from, to, reason }: { readonly from: string; readonly to: string; readonly reason: string },
  by: Actor,
): void {
  store.audit.append({
    entity: 'task',
    entityId: taskId,
    from: `breaker ${from}`,
    to: `breaker ${to}`,
    reason,
    actor: by.actor,
    requestId: by.requestId,
    time: clock.now(),
  })
  store.journal.append({ type: 'task.updated', taskId, jobId: store.tasks.find(taskId)?.jobId ?? null })
}

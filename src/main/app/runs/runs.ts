import type { ToAgent } from '../../../shared/model/agent.ts'
import type { Failure } from '../../../shared/model/failure.ts'
import type { RunId } from '../../../shared/model/ids.ts'
import { fail, ok, type Result } from '../../../shared/model/result.ts'
import { hasEnded, type Run } from '../../../shared/model/run.ts'
import { removeRuns } from '../jobs/deletion.ts'
import type { Deps } from '../deps.ts'
import type { Handlers } from '../handler.ts'
import { diffHandlers } from './diff.ts'
import { notFound, wrongState } from '../failures.ts'
import { logHandlers } from './logs.ts'
import type { Caller } from '../service.ts'
import { startNextAttempt } from './start-runs.ts'
import { stopRuns } from './stop-runs.ts'
import { visibleTo } from '../visible.ts'
import { explain, explained } from '../queue/waiting.ts'

/** @param send gives an instruction to the agent; false where there is none */
export const runHandlers = (deps: Deps, send: (message: ToAgent) => boolean): Handlers<'runs'> => {
  const { store } = deps
  return {
    ...logHandlers(deps),
    ...diffHandlers(deps),
    list: ({ limit, offset, ...filter }, caller) => {
      const { items, total } = store.runs.list({ ...filter, ...visibleTo(caller) }, { limit, offset })
      return ok({ runs: explain(deps, items), total, limit, offset })
    },
    get: ({ runId }) => read(deps, runId),
    delete: { patient: ({ runId }) => deleteRun(deps, runId) },
    stop: ({ runId }, caller) => stop(deps, runId, caller),
    pause: ({ runId }, caller) => instruct(deps, runId, { from: 'running', to: 'paused' }, () => send({ type: 'pause', runId }), caller),
    resume: ({ runId }, caller) => instruct(deps, runId, { from: 'paused', to: 'running' }, () => send({ type: 'resume', runId }), caller),
    restart: ({ runId }, caller) => restart(deps, runId, caller),
    pin: ({ runId }) => pin(deps, runId, 'pinned'),
    unpin: ({ runId }) => pin(deps, runId, 'free'),
  }
}

function stop(deps: Deps, runId: RunId, caller: Caller): Result<Run, Failure> {
  const run = deps.store.runs.find(runId)
  if (!run) return notFound('run', runId)
  if (hasEnded(run.status))
    return wrongState(run.status, 'cancelled', `The run has ended already (${run.status}): there is nothing to stop`)
  stopRuns(deps, [runId], 'cancelled_by_user', caller)
  return read(deps, runId)
}

/** Pausing and resuming are the agent's to do: the record follows when its process tree really stands still, or goes on. */
function instruct(
  deps: Deps,
  runId: RunId,
  step: { readonly from: 'running' | 'paused'; readonly to: 'running' | 'paused' },
  send: () => boolean,
  caller: Caller,
): Result<Run, Failure> {
  const run = deps.store.runs.find(runId)
  if (!run) return notFound('run', runId)
  if (run.status !== step.from)
    return wrongState(run.status, step.to, `Only a ${step.from} run can become ${step.to}; this one is ${run.status}`)
  deps.wishes.note(runId, caller)
  if (!send())
    return fail({ kind: 'agent_unavailable', message: 'The agent is not connected, so the run was left as it is. Try again in a moment.' })
  return read(deps, runId)
}

function restart(deps: Deps, runId: RunId, caller: Caller): Result<Run, Failure> {
  const run = deps.store.runs.find(runId)
  if (!run) return notFound('run', runId)
  if (!hasEnded(run.status))
    return wrongState(run.status, 'queued', `The run has not ended yet (${run.status}). Stop it first, or wait for its end.`)
  const task = deps.store.tasks.find(run.taskId)
  if (!task) return notFound('task', run.taskId)
  return read(deps, startNextAttempt(deps, task, run, caller))
}

function pin(deps: Deps, runId: RunId, how: 'pinned' | 'free'): Result<Run, Failure> {
  const run = deps.store.runs.find(runId)
  if (!run) return notFound('run', runId)
  deps.store.runs.setPinned(runId, how === 'pinned')
  deps.store.journal.append({ type: 'run.updated', runId, taskId: run.taskId, jobId: run.jobId })
  return read(deps, runId)
}

async function deleteRun(deps: Deps, runId: RunId): Promise<Result<{ deleted: boolean; logFiles: number }, Failure>> {
  const run = deps.store.runs.find(runId)
  if (!run) return notFound('run', runId)
  if (!hasEnded(run.status)) return wrongState(run.status, 'deleted', `The run has not ended yet (${run.status}). Stop it first.`)
  const { logFiles } = await removeRuns(deps, { runId })
  deps.store.transaction(() => deps.store.journal.append({ type: 'run.deleted', runId, taskId: run.taskId, jobId: run.jobId }))
  return ok({ deleted: true, logFiles })
}

function read(deps: Deps, runId: RunId): Result<Run, Failure> {
  const run = explained(deps, runId)
  return run ? ok(run) : notFound('run', runId)
}

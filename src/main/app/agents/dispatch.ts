import { dispatchWords, type DispatchStatus } from '../../../shared/contract/dispatch.ts'
import { agentTypeOf } from '../../../shared/model/agent-type.ts'
import type { Failure } from '../../../shared/model/failure.ts'
import { usualNotifications } from '../../../shared/model/flow.ts'
import { TaskId, type RunId } from '../../../shared/model/ids.ts'
import { fail, ok, type Result } from '../../../shared/model/result.ts'
import { hasEnded, type Run } from '../../../shared/model/run.ts'
import { Priority, type Task } from '../../../shared/model/task.ts'
import { defineWork, type DefinedWork } from '../../domain/work.ts'
import type { TaskRow } from '../../ports/tasks.ts'
import type { Deps } from '../deps.ts'
import type { Handlers } from '../handler.ts'
import { conflict, notFound } from '../failures.ts'
import type { Caller } from '../service.ts'
import { startTask } from '../runs/start-runs.ts'
import { ownerSeenBy } from '../visible.ts'
import { stopRuns } from '../runs/stop-runs.ts'

interface Asked {
  readonly taskId: TaskId
  readonly workType: string
  readonly parameters: Record<string, unknown>
  readonly priority: number
}
interface Accepted {
  readonly traceId: string
  readonly requestId: string
  readonly taskId: TaskId
  readonly status: 'pending'
}

export const dispatchHandlers = (deps: Deps): Handlers<'dispatch'> => ({
  create: (asked, caller) => dispatchWork(deps, { ...asked, taskId: TaskId.parse(asked.taskId.toLowerCase()) }, caller),
  status: async ({ taskId }) => {
    const run = newestRun(deps, taskId)
    return run ? ok(await statusOf(deps, run)) : notFound('task', taskId)
  },
  cancel: ({ taskId }, caller) => {
    const run = newestRun(deps, taskId)
    if (!run) return notFound('task', taskId)
    if (hasEnded(run.status))
      return fail({
        kind: 'not_cancellable',
        message: `The work has ended already (${dispatchWords[run.status]}): there is nothing to cancel`,
        currentState: dispatchWords[run.status],
        requestedState: 'cancelled',
      })
    stopRuns(deps, [run.id], 'cancelled_by_user', caller)
    return ok({ taskId, status: 'cancelled' as const })
  },
})

/** The same work under the same id is accepted once while it is not done; after that the id means new work. */
function dispatchWork(deps: Deps, asked: Asked, caller: Caller): Result<Accepted, Failure> {
  const priority = Priority.safeParse(asked.priority)
  if (!priority.success)
    return fail({ kind: 'invalid_priority', message: `priority: must be a whole number from 1 to 5, not ${asked.priority}` })
  const work = dispatchable(asked)
  if (!work.ok) return work
  const task = deps.store.tasks.find(asked.taskId)
  if (task && !deps.store.visibility.sees(ownerSeenBy(caller), 'task', task.id)) return notFound('task', task.id)
  const before = task && newestRun(deps, task.id)
  if (task && before?.trigger !== 'dispatch')
    return conflict(`The id ${task.id} is the one of the task “${task.name}”, which was not dispatched. Use a new id.`)
  if (task && before && !hasEnded(before.status))
    return isSame(task, { ...work.value, priority: priority.data })
      ? ok(accepted(before))
      : conflict('Other work with this id is not done yet. Wait for its end, cancel it, or use a new id.')
  return ok(accepted(queueWork(deps, task, { ...work.value, taskId: asked.taskId, priority: priority.data }, caller)))
}

function dispatchable(asked: Asked): Result<DefinedWork, Failure> {
  const work = defineWork(asked)
  if (!work.ok || agentTypeOf(work.value.workType)) return work
  return fail({
    kind: 'unknown_work_type',
    message: `Work of type ${work.value.workType} is done for no agent type; make a task of it instead`,
  })
}

const isSame = (task: Task, work: DefinedWork & { readonly priority: Priority }): boolean =>
  task.workType === work.workType && task.priority === work.priority && JSON.stringify(task.parameters) === JSON.stringify(work.parameters)

function queueWork(deps: Deps, known: Task | undefined, work: DefinedWork & { taskId: TaskId; priority: Priority }, caller: Caller): Run {
  const { store } = deps
  if (known)
    store.tasks.update({
      ...known,
      workType: work.workType,
      parameters: work.parameters,
      priority: work.priority,
      agentType: agentTypeOf(work.workType) ?? null,
      agentId: null,
      updatedAt: deps.clock.now(),
    })
  else store.tasks.insert(newTask(deps, work, caller))
  store.journal.append({ type: known ? 'task.updated' : 'task.created', taskId: work.taskId, jobId: null })
  const task = store.tasks.find(work.taskId)
  const run = task && store.runs.find(startTask(deps, task, 'dispatch', caller))
  if (!run) throw new Error('the task that was just written is gone')
  return run
}

function newTask(
  { clock }: Deps,
  { taskId, workType, parameters, priority }: DefinedWork & { taskId: TaskId; priority: Priority },
  caller: Caller,
): TaskRow {
  const at = clock.now()
  return {
    id: taskId,
    jobId: null,
    name: `Dispatched ${workType}`,
    description: '',
    enabled: true,
    workType,
    parameters,
    priority,
    agentType: agentTypeOf(workType) ?? null,
    agentId: null,
    workingDirectory: null,
    schedule: { type: 'manual' },
    timeoutMs: null,
    idleTimeoutMs: null,
    profileId: null,
    dependsOn: [],
    retry: null,
    successChecks: [],
    commitOnSuccess: false,
    notifications: usualNotifications,
    spendLimit: null,
    stopAfterFailures: null,
    blackouts: [],
    owner: caller.user.id,
    createdAt: at,
    updatedAt: at,
  }
}

const accepted = ({ traceId, requestId, taskId }: Run): Accepted => ({ traceId, requestId, taskId, status: 'pending' })

function newestRun({ store }: Deps, taskId: TaskId): Run | undefined {
  const id: RunId | undefined = store.runs.newestOf(taskId)
  return id && store.runs.find(id)
}

/** Cancelled from the moment when it was asked for: nothing that comes later changes it. */
async function statusOf({ store, logs }: Deps, run: Run): Promise<DispatchStatus> {
  const cancelled = Boolean(store.runs.findActive(run.id)?.stopReason)
  return {
    taskId: run.taskId,
    status: cancelled ? 'cancelled' : dispatchWords[run.status],
    progress: run.status === 'succeeded' ? 100 : null,
    output: await tailOf(logs, run),
    errorMessage: run.errorMessage,
    exitCode: run.exitCode,
    durationMs: run.durationMs,
    agentId: run.agentId,
    runId: run.id,
    traceId: run.traceId,
    createdAt: run.queuedAt,
    updatedAt: run.finishedAt ?? run.startedAt ?? run.queuedAt,
  }
}

const tailLines = 200

async function tailOf(logs: Deps['logs'], { id, startedAt, finishedAt }: Run): Promise<string | null> {
  if (startedAt === null && finishedAt === null) return null
  const { lines: total } = await logs.size(id)
  const { lines } = await logs.page(id, { fromLine: Math.max(1, total - tailLines + 1), limit: tailLines })
  const printed = lines.filter((line) => line.stream !== 'system')
  return printed.length === 0 ? null : printed.map((line) => `${line.text}\n`).join('')
}

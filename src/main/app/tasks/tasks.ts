import type { NewTask, TaskChanges } from '../../../shared/contract/tasks.ts'
import { agentTypeOf } from '../../../shared/model/agent-type.ts'
import type { Failure } from '../../../shared/model/failure.ts'
import { localAgent, type TaskId } from '../../../shared/model/ids.ts'
import { ok, type Result } from '../../../shared/model/result.ts'
import type { Task } from '../../../shared/model/task.ts'
import { cycleThrough } from '../../domain/dependencies.ts'
import { defineWork } from '../../domain/work.ts'
import { closeBreaker } from './breakers.ts'
import { deleteTask } from '../jobs/deletion.ts'
import type { Deps } from '../deps.ts'
import type { Handlers } from '../handler.ts'
import { badFolder, invalid, mergedFolder, notFound } from '../failures.ts'
import { badSchedule, planTask } from '../schedules/planning.ts'
import type { Caller } from '../service.ts'
import { usualCodingWork } from '../runs/coding-agent.ts'
import { startTask, startWithDependents } from '../runs/start-runs.ts'
import { ownerSeenBy, visibleTo } from '../visible.ts'
import { explained } from '../queue/waiting.ts'

export const taskHandlers = (deps: Deps): Handlers<'tasks'> => {
  const { store } = deps
  return {
    list: ({ limit, offset, sort, ...filter }, caller) => {
      if (filter.jobId && filter.jobId !== 'none' && !store.visibility.sees(ownerSeenBy(caller), 'job', filter.jobId))
        return notFound('job', filter.jobId)
      const { items, total } = store.tasks.list({ ...filter, ...visibleTo(caller) }, sort, { limit, offset })
      return ok({ tasks: [...items], total, limit, offset })
    },
    create: (input, caller) => createTask(deps, input, caller),
    get: ({ taskId }) => read(deps, taskId),
    update: ({ taskId, ...changes }) => updateTask(deps, taskId, changes),
    delete: { patient: ({ taskId }, caller) => deleteTask(deps, taskId, caller) },
    run: ({ taskId, triggerDependents }, caller) => {
      const task = store.tasks.row(taskId)
      if (!task) return notFound('task', taskId)
      const start = triggerDependents ? startWithDependents : startTask
      const id = start(deps, task, caller.via === 'window' ? 'manual' : 'api', caller)
      const run = explained(deps, id)
      return run ? ok(run) : notFound('run', id)
    },
    enable: ({ taskId }) => updateTask(deps, taskId, { enabled: true }),
    disable: ({ taskId }) => updateTask(deps, taskId, { enabled: false }),
    closeBreaker: ({ taskId }, caller) => closeBreaker(deps, taskId, caller),
  }
}

/** @param id free, where the task brings its own */
export function createTask(
  deps: Deps,
  { command, prompt, ...input }: NewTask,
  caller: Caller,
  id = deps.clock.newId() as TaskId,
): Result<Task, Failure> {
  const { store, clock } = deps
  const work = defineWork({ workType: input.workType, parameters: input.parameters, command, prompt, codingAgent: usualCodingWork(deps) })
  if (!work.ok) return work
  const refused = badFolder(input.workingDirectory)
  if (refused) return refused
  const job = input.jobId ? store.jobs.find(input.jobId) : undefined
  if (input.jobId && !job) return notFound('job', input.jobId)
  if (input.profileId && !store.profiles.find(input.profileId)) return notFound('profile', input.profileId)
  const badAgent = badPlacement(deps, { ...input, workType: work.value.workType })
  if (badAgent) return badAgent
  const badTime = badSchedule(deps, input.schedule)
  if (badTime) return badTime
  const bad = badDependencies(deps, { id, jobId: input.jobId, dependsOn: input.dependsOn })
  if (bad) return bad
  const at = clock.now()
  store.tasks.insert({ ...input, ...work.value, id, owner: job?.owner ?? caller.user.id, createdAt: at, updatedAt: at })
  planTask(deps, { id, schedule: input.schedule })
  store.journal.append({ type: 'task.created', taskId: id, jobId: input.jobId })
  return read(deps, id)
}

export function updateTask(
  deps: Deps,
  taskId: TaskId,
  { command, prompt, workType, parameters, ...changes }: TaskChanges,
): Result<Task, Failure> {
  const { store, clock } = deps
  const task = store.tasks.find(taskId)
  if (!task) return notFound('task', taskId)
  const work = defineWork({ workType, parameters, command, prompt, codingAgent: usualCodingWork(deps) }, task)
  if (!work.ok) return work
  const refused = badFolder(changes.workingDirectory)
  if (refused) return refused
  if (changes.jobId && !store.jobs.find(changes.jobId)) return notFound('job', changes.jobId)
  if (changes.profileId && !store.profiles.find(changes.profileId)) return notFound('profile', changes.profileId)
  const badAgent = badPlacement(deps, { ...task, ...changes, workType: work.value.workType })
  if (badAgent) return badAgent
  const badTime = badSchedule(deps, changes.schedule, task.schedule)
  if (badTime) return badTime
  const bad = badDependencies(deps, {
    id: taskId,
    jobId: changes.jobId === undefined ? task.jobId : changes.jobId,
    dependsOn: changes.dependsOn ?? task.dependsOn,
  })
  if (bad) return bad
  store.tasks.update({
    ...task,
    ...changes,
    ...work.value,
    workingDirectory: mergedFolder(task.workingDirectory, changes.workingDirectory),
    updatedAt: clock.now(),
  })
  if (changes.schedule) planTask(deps, { id: taskId, schedule: changes.schedule }, task.schedule)
  if (changes.enabled !== undefined && changes.enabled !== task.enabled) deps.replanned.notify()
  const moved = changes.jobId !== undefined && changes.jobId !== task.jobId
  if (moved && task.jobId) store.journal.append({ type: 'job.updated', jobId: task.jobId })
  store.journal.append({ type: 'task.updated', taskId, jobId: changes.jobId === undefined ? task.jobId : changes.jobId })
  return read(deps, taskId)
}

/** No agent is given what it cannot do. One that was never heard of may still come. */
function badPlacement({ store }: Deps, { agentType, agentId, workType }: Pick<Task, 'agentType' | 'agentId' | 'workType'>) {
  if (agentType !== null && agentId !== null)
    return invalid('agentId', `names one agent, and agentType says ${agentType}: give one of the two`)
  const able = agentTypeOf(workType)
  if (agentType && able && agentType !== able)
    return invalid('agentType', `must be ${able} for work of type ${workType}, or nothing for whichever agent has room`)
  const named = agentId === null || agentId === localAgent ? undefined : store.agents.find(agentId)
  return named && !named.capabilities.includes(workType)
    ? invalid('agentId', `${named.agentId} cannot do work of type ${workType}: it is an agent for ${named.agentType}`)
    : undefined
}

/** A task may depend on other tasks of its job, as long as none of them depends on it. */
function badDependencies({ store }: Deps, task: Pick<Task, 'id' | 'jobId' | 'dependsOn'>) {
  if (task.dependsOn.length === 0) return undefined
  const others = task.jobId ? store.tasks.ofJob(task.jobId).filter((other) => other.id !== task.id) : []
  const byId = new Map(others.map((other) => [other.id, other]))
  const [index] = task.dependsOn.flatMap(({ taskId }, at) => (taskId === task.id || byId.has(taskId) ? [] : [at]))
  if (index !== undefined)
    return invalid(
      `dependsOn.${index}.taskId`,
      task.jobId ? 'is no task of the same job' : 'goes with a job: a task without one has no order',
    )
  const cycle = cycleThrough(task.id, [task, ...others])
  return cycle
    ? invalid('dependsOn', `would make a circle: ${cycle.map((id) => byId.get(id)?.name ?? 'this task').join(' → ')}`)
    : undefined
}

function read({ store }: Deps, taskId: TaskId): Result<Task, Failure> {
  const task = store.tasks.find(taskId)
  return task ? ok(task) : notFound('task', taskId)
}

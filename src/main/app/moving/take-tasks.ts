import type { PortableTask } from '../../../shared/contract/document.ts'
import { NewTask, type TaskChanges } from '../../../shared/contract/tasks.ts'
import type { Dependency } from '../../../shared/model/flow.ts'
import { TaskId, type JobId } from '../../../shared/model/ids.ts'
import type { Schedule } from '../../../shared/model/schedule.ts'
import type { Task } from '../../../shared/model/task.ts'
import { defineWork } from '../../domain/work.ts'
import { usualCodingWork } from '../runs/coding-agent.ts'
import { createTask, updateTask } from '../tasks/tasks.ts'
import { visibleTo } from '../visible.ts'
import {
  changed,
  created,
  differing,
  isSeen,
  left,
  note,
  onlyOne,
  refuse,
  refuseReference,
  type Importing,
  type Place,
} from './importing.ts'
import { plainFolder } from './portable.ts'
import { profileReferred, wholeFolder } from './references.ts'

/** Where tasks go: into a job, or nowhere; a copy of a job gets copies of its tasks. */
export interface Destination {
  readonly path: string
  readonly job: { readonly id: JobId; readonly isCopy: boolean } | null
}

interface Target {
  readonly task: PortableTask
  readonly place: Place
  readonly id: TaskId
  readonly there: Task | undefined
}

/** A task may depend on one that comes later, so all are there before the first is told what it waits for. */
export function takeTasks(importing: Importing, tasks: readonly PortableTask[], to: Destination): void {
  const targets = tasks.flatMap((task, index) => targetOf(importing, task, { path: `${to.path}.${index}`, index }, to) ?? [])
  const taken = targets.filter((target) => takeTask(importing, target, { to, targets }))
  for (const target of taken) setDependencies(importing, target, targets)
  if (to.job && taken.length > 0) setOrder(importing, to.job.id, targets)
}

function targetOf(importing: Importing, task: PortableTask, place: Place, { job }: Destination): Target | undefined {
  const { store, clock } = importing.deps
  const fresh = (): TaskId =>
    task.id !== undefined && !store.tasks.find(TaskId.parse(task.id)) ? TaskId.parse(task.id) : (clock.newId() as TaskId)
  if (job?.isCopy) return { task, place, id: clock.newId() as TaskId, there: undefined }
  const here = taskHere(importing, task, job?.id)
  if (here === 'several') return refuseReference(importing, place, 'name', `several tasks are named “${task.name}”: give the id`)
  return { task, place, id: here ?? fresh(), there: here && store.tasks.find(here) }
}

const namesakes = 500

function taskHere(importing: Importing, { id, name }: PortableTask, jobId: JobId | undefined): TaskId | 'several' | undefined {
  const { store } = importing.deps
  if (id !== undefined) return isSeen(importing, 'task', id) ? TaskId.parse(id) : undefined
  return onlyOne(
    jobId
      ? store.tasks.ofJob(jobId)
      : store.tasks.list({ q: name, jobId: 'none', ...visibleTo(importing.by) }, 'created', { limit: namesakes, offset: 0 }).items,
    name,
  )
}

interface Among {
  readonly to: Destination
  readonly targets: readonly Target[]
}

/** Whether it is as the document says now, but for what it depends on. */
function takeTask(importing: Importing, target: Target, { to, targets }: Among): boolean {
  const { task, place, there } = target
  const profileId = profileReferred(importing, task.profile, place)
  if (profileId === 'nowhere') return false
  const { id: _id, profile: _profile, dependsOn: _dependsOn, ...fields } = task
  const given = { ...fields, jobId: to.job?.id ?? null, ...(profileId !== undefined && { profileId }) }
  if (!there) return makeTask(importing, target, given)
  if (importing.policy === 'overwrite')
    return changeTask(importing, { ...target, there }, given, dependenciesOf(importing, target, targets))
  left(importing, 'task', there)
  return false
}

function makeTask(importing: Importing, { id, place }: Target, given: TaskChanges): boolean {
  const { deps, by } = importing
  const made = createTask(deps, NewTask.parse({ ...given, ...startable(importing, given, place) }), by, id)
  if (made.ok) created(importing, 'task', made.value)
  else refuse(importing, place, made.failure)
  return made.ok
}

/** A single time that is over is no reason to refuse a task that once had it. */
function startable(importing: Importing, { name = '', schedule }: TaskChanges, place: Place): { readonly schedule?: Schedule } {
  if (schedule?.type !== 'once' || schedule.at > importing.deps.clock.now()) return {}
  note(importing, place, `“${name}” was due once, at ${schedule.at}, which is over: it starts by hand now`)
  return { schedule: { type: 'manual' } }
}

function changeTask(
  importing: Importing,
  { there, place }: Target & { readonly there: Task },
  given: TaskChanges,
  dependsOn: readonly Dependency[] | undefined,
): boolean {
  const work = defineWork({ ...given, codingAgent: usualCodingWork(importing.deps) }, there)
  if (!work.ok) {
    refuse(importing, place, work.failure)
    return false
  }
  const { command: _command, prompt: _prompt, ...fields } = given
  const wanted = {
    ...fields,
    ...work.value,
    ...(fields.workingDirectory !== undefined && { workingDirectory: plainFolder(fields.workingDirectory) }),
  }
  const differs = differing({ ...wanted, dependsOn }, { ...there, workingDirectory: plainFolder(there.workingDirectory) })
  const put = differs.length > 0 ? updateTask(importing.deps, there.id, { ...fields, ...work.value, ...wholeFolder(fields) }) : undefined
  if (put && !put.ok) refuse(importing, place, put.failure)
  else changed(importing, 'task', { id: there.id, name: given.name ?? there.name }, differs)
  return put?.ok ?? true
}

function dependenciesOf(importing: Importing, { task, place }: Target, targets: readonly Target[]): Dependency[] | undefined {
  return task.dependsOn?.flatMap(({ task: wanted, when }, index) => {
    const found = targets.find((one) => one.task.id === wanted.toLowerCase()) ?? targets.find((one) => one.task.name === wanted)
    const taskId = found?.id ?? (isSeen(importing, 'task', wanted) ? TaskId.parse(wanted) : undefined)
    if (taskId) return [{ taskId, when }]
    refuseReference(importing, place, `depends_on.${index}.task`, `there is no task “${wanted}” in its job`)
    return []
  })
}

function setDependencies(importing: Importing, target: Target, targets: readonly Target[]): void {
  const now = importing.deps.store.tasks.find(target.id)
  const dependsOn = dependenciesOf(importing, target, targets)
  if (!now || !dependsOn || differing({ dependsOn }, { ...now }).length === 0) return
  const put = updateTask(importing.deps, target.id, { dependsOn })
  if (!put.ok) refuse(importing, target.place, put.failure)
}

/** As the document has it; what else the job has comes behind. */
function setOrder({ deps: { store } }: Importing, jobId: JobId, targets: readonly Target[]): void {
  const before = store.tasks.idsOfJob(jobId)
  const named = targets.map(({ id }) => id).filter((id) => before.includes(id))
  const order = [...named, ...before.filter((id) => !named.includes(id))]
  if (order.every((id, place) => id === before[place])) return
  store.tasks.setOrder(jobId, order)
  store.journal.append({ type: 'job.updated', jobId })
}

import type { Client } from '../../shared/contract/client.ts'
import type { JobId, TaskId } from '../../shared/model/ids.ts'
import { deepestJob, type Job } from '../../shared/model/job.ts'
import { useStore } from '../state/store.ts'
import { offerUndo } from '../state/undo.ts'
import { sayChosen } from './chosen.ts'
import { told, toldEach } from './tell.ts'

/** Puts tasks into a job, or into none; they can be put back. */
export async function moveTasks(client: Client, taskIds: readonly TaskId[], jobId: JobId | null): Promise<void> {
  const { tasks, jobs } = useStore.getState()
  const moving = taskIds
    .map((id) => tasks.get(id))
    .filter((task) => task !== undefined)
    .filter((task) => task.jobId !== jobId)
  const orders = new Map(
    [...new Set(moving.map((task) => task.jobId))].filter((id) => id !== null).map((id) => [id, jobs.get(id)?.taskOrder ?? []]),
  )
  const moved = await toldEach(moving, (task) => client.tasks.update({ taskId: task.id, jobId }))
  if (moved.length === 0) return
  const where = jobId === null ? 'out of its job' : `to “${jobs.get(jobId)?.name ?? ''}”`
  offerUndo(`Moved ${sayChosen('tasks', moved)} ${where}.`, async () => {
    await toldEach(moved, (task) => client.tasks.update({ taskId: task.id, jobId: task.jobId }))
    for (const [id, taskOrder] of orders) await client.jobs.setTaskOrder({ jobId: id, taskOrder: [...taskOrder] })
  })
}

/** Puts jobs into another one, or at the top. */
export async function moveJobs(client: Client, jobIds: readonly JobId[], parentJobId: JobId | null): Promise<void> {
  const { jobs } = useStore.getState()
  const moving = jobIds
    .map((id) => jobs.get(id))
    .filter((job) => job !== undefined)
    .filter((job) => job.parentJobId !== parentJobId)
  const moved = await toldEach(moving, (job) => client.jobs.update({ jobId: job.id, parentJobId }))
  if (moved.length === 0) return
  const where = parentJobId === null ? 'to the top' : `into “${jobs.get(parentJobId)?.name ?? ''}”`
  offerUndo(`Moved ${sayChosen('jobs', moved)} ${where}.`, () =>
    toldEach(moved, (job) => client.jobs.update({ jobId: job.id, parentJobId: job.parentJobId })),
  )
}

/** Whether a job may stand inside this one: not inside itself, and not too deep. */
export function mayHold(jobs: ReadonlyMap<JobId, Job>, parent: Job, moved: readonly string[]): boolean {
  if (parent.depth >= deepestJob) return false
  for (let at: Job | undefined = parent; at; at = at.parentJobId ? jobs.get(at.parentJobId) : undefined)
    if (moved.includes(at.id)) return false
  return true
}

/** Puts tasks of a job at another place of its order, counted among the others. */
export async function reorder(client: Client, jobId: JobId, taskIds: readonly TaskId[], place: number): Promise<void> {
  const before = useStore.getState().jobs.get(jobId)?.taskOrder ?? []
  const moved = before.filter((id) => taskIds.includes(id))
  const order = before.filter((id) => !taskIds.includes(id))
  order.splice(place, 0, ...moved)
  if (order.every((id, index) => id === before[index]) || !(await told(client.jobs.setTaskOrder({ jobId, taskOrder: order })))) return
  offerUndo('The order of the tasks was changed.', () => told(client.jobs.setTaskOrder({ jobId, taskOrder: [...before] })))
}

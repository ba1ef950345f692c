import { z } from 'zod'
import type { Client } from '../../shared/contract/client.ts'
import { NewJob } from '../../shared/contract/jobs.ts'
import { NewTask } from '../../shared/contract/tasks.ts'
import type { JobId, TaskId } from '../../shared/model/ids.ts'
import type { Job } from '../../shared/model/job.ts'
import type { Task } from '../../shared/model/task.ts'
import { selectJob } from '../state/selection.ts'
import { told } from './tell.ts'

/** What people write into a task or a job, as far as the contract takes it for a new one: a copy has no runs. */
const WrittenTask = z.object(NewTask.shape).omit({ name: true, jobId: true, dependsOn: true, command: true, prompt: true })
const WrittenJob = z.object(NewJob.shape).omit({ name: true, goal: true, projectId: true })

export const duplicateTask = (client: Client, task: Task): Promise<Task | undefined> =>
  told(client.tasks.create({ ...WrittenTask.parse(task), name: `${task.name} (copy)`, jobId: task.jobId, dependsOn: task.dependsOn }))

/** The job with its tasks in their order; what depended on a task of it depends on that one's copy. */
export async function duplicateJob(client: Client, job: Job): Promise<void> {
  const tasks = await told(client.jobs.tasks({ jobId: job.id, limit: 500 }))
  const copy = tasks && (await told(client.jobs.create({ ...WrittenJob.parse(job), name: `${job.name} (copy)` })))
  if (!copy) return
  const copies = await copyTasks(client, tasks.tasks, copy.id)
  for (const task of tasks.tasks) {
    const taskId = copies.get(task.id)
    if (taskId && task.dependsOn.length > 0)
      await told(
        client.tasks.update({ taskId, dependsOn: task.dependsOn.map((one) => ({ ...one, taskId: copies.get(one.taskId) ?? one.taskId })) }),
      )
  }
  selectJob(copy.id)
}

async function copyTasks(client: Client, tasks: readonly Task[], jobId: JobId): Promise<ReadonlyMap<TaskId, TaskId>> {
  const copies = new Map<TaskId, TaskId>()
  for (const task of tasks) {
    const made = await told(client.tasks.create({ ...WrittenTask.parse(task), name: task.name, jobId }))
    if (!made) break
    copies.set(task.id, made.id)
  }
  return copies
}

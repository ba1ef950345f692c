import type { Client } from '../../shared/contract/client.ts'
import type { Job } from '../../shared/model/job.ts'
import type { Task } from '../../shared/model/task.ts'
import { offerUndo } from '../state/undo.ts'
import { told } from './tell.ts'

export async function renameTask(client: Client, { id, name: before }: Task, name: string): Promise<void> {
  const rename = (to: string) => told(client.tasks.update({ taskId: id, name: to }))
  if (await rename(name)) offerUndo(`“${before}” is now “${name}”.`, () => rename(before))
}

export async function renameJob(client: Client, { id, name: before }: Job, name: string): Promise<void> {
  const rename = (to: string) => told(client.jobs.update({ jobId: id, name: to }))
  if (await rename(name)) offerUndo(`“${before}” is now “${name}”.`, () => rename(before))
}

import { once } from 'node:events'
import { createInterface } from 'node:readline/promises'
import type { Client } from '../shared/contract/client.ts'
import { Ended, exitCodes } from './exit.ts'
import { value } from './engine.ts'

/**
 * Asks whoever sits there, naming what would be gone. Nobody can be asked without a terminal.
 *
 * @throws Ended with 2 where nobody can be asked, with 1 where the answer is no
 */
export async function confirmDeletion(client: Client, name: string, input: Readonly<Record<string, unknown>>): Promise<void> {
  if (!process.stdin.isTTY)
    throw new Ended(exitCodes.usage, 'Nobody can be asked here: add --force to delete without asking. Nothing was deleted.')
  const lines = createInterface({ input: process.stdin, output: process.stderr })
  const question = `Delete ${await what(client, name, input)}? [y/N] `
  // Ctrl+D closes without an answer.
  const answer = await Promise.race([lines.question(question), once(lines, 'close').then(() => '')])
  lines.close()
  if (!/^y(es)?$/i.test(answer.trim())) throw new Ended(exitCodes.failed, 'Nothing was deleted.')
}

async function what(client: Client, name: string, input: Readonly<Record<string, unknown>>): Promise<string> {
  if (name === 'users.delete') return 'this user, and end their tokens'
  if (name === 'profiles.delete') return nameOfProfile(client, input['profileId'])
  if (name === 'runs.delete') return 'this run and its log'
  const filter = {
    ...('jobId' in input && { jobId: input['jobId'] as never }),
    ...('taskId' in input && { taskId: input['taskId'] as never }),
  }
  const runs = (await value(client.runs.list({ ...filter, limit: 1 }))).total
  if (name === 'tasks.delete') return `this task and its ${runs} runs with their logs`
  const job = await value(client.jobs.get({ jobId: input['jobId'] as never }))
  return `the job “${job.name}” with ${job.tasks.length} tasks and ${runs} runs with their logs`
}

async function nameOfProfile(client: Client, profileId: unknown): Promise<string> {
  const { name, envVars } = await value(client.profiles.get({ profileId: profileId as never }))
  return `the profile “${name}” with its ${envVars.length} ${envVars.length === 1 ? 'variable' : 'variables'}`
}

import type { Command } from 'commander'
import { contract } from '../shared/contract/index.ts'
import { reachEngine, value } from './engine.ts'
import { globals } from './given.ts'
import { completeId } from './ids.ts'
import { printAnswer } from './print.ts'

export function addTaskOrder(jobs: Command): void {
  const command = jobs.command('task-order <id> [tasks...]').alias('set-order').description('Show a job’s task order, or set it')
  command.action(async (id: string, tasks: string[]) => {
    const given = globals(command)
    const { client } = reachEngine(given.home)
    const jobId = await completeId(client, 'job', id)
    if (tasks.length === 0) return printAnswer(given, contract.jobs.taskOrder, await value(client.jobs.taskOrder({ jobId })))
    const taskOrder = await Promise.all(tasks.map((task) => completeId(client, 'task', task)))
    printAnswer(given, contract.jobs.setTaskOrder, await value(client.jobs.setTaskOrder({ jobId, taskOrder })))
  })
}

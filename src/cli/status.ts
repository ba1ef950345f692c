import type { Command } from 'commander'
import { contract } from '../shared/contract/index.ts'
import { reachEngine, value } from './engine.ts'
import { globals } from './given.ts'
import { out, printJson } from './print.ts'
import { ago } from './words.ts'

/** What the window's status bar says. */
export function addStatus(program: Command): void {
  const command = program
    .command('status')
    .description('How the engine stands: what runs and waits, when the next task starts, and the agent')
  command.action(async () => {
    const given = globals(command)
    const { client } = reachEngine(given.home)
    const summary = await value(client.system.summary({}))
    if (given.json) return printJson(contract.system.summary, summary)
    const { jobs, tasks, unassignedTasks, active, waiting, nextFireAt, unread, agent, version, port, home } = summary
    const lines = {
      engine: `version ${version} on port ${port ?? '?'}${home === '' ? '' : `, ${home}`}`,
      agent,
      runs: `${active} active, ${waiting} waiting`,
      jobs: String(jobs),
      tasks: `${tasks}, ${unassignedTasks} of them unassigned`,
      next: nextFireAt === null ? 'nothing starts by time' : `${ago(nextFireAt, Date.now())} (${nextFireAt})`,
      inbox: `${unread} unread`,
    }
    for (const [name, held] of Object.entries(lines)) out(`${name.padEnd(8)} ${held}`)
  })
}

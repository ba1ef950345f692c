import { existsSync, readFileSync } from 'node:fs'
import type { Command } from 'commander'
import { dataFolder, dataFolderPaths } from '../shared/machine/data-folder.ts'
import { Ended, exitCodes } from './exit.ts'
import { globals } from './given.ts'
import { out } from './print.ts'

/** What is about this machine rather than about the engine's rows. */
export function addMachineCommands(program: Command): void {
  program
    .command('serve')
    .description('Run the engine, and the window in a browser: [--port N] [--no-open] [--stop-runs]')
    .allowUnknownOption()
    .action(() => {
      throw new Ended(exitCodes.usage, 'bin/yardmaster serve starts the engine')
    })
  const token = program.command('token').description('Print the data folder’s token')
  token.action(() => {
    const file = dataFolderPaths(dataFolder(globals(token).home)).token
    if (!existsSync(file)) throw new Ended(exitCodes.notFound, `There is no token at ${file} yet: the first start makes it`)
    out(readFileSync(file, 'utf8').trim())
  })
  program
    .command('agent')
    .description(
      'Work on this machine for an engine elsewhere: --url amqp[s]://… --type infra,code [--name] [--capacity N] [--work-dir] [--heartbeat-ms N]',
    )
    .allowUnknownOption()
    .action(() => {
      throw new Ended(exitCodes.usage, 'bin/yardmaster agent starts an agent; this machine’s own starts by itself')
    })
}

import { spawn } from 'node:child_process'
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import type { Command } from 'commander'
import { openBrowser } from '../shared/machine/browser.ts'
import { dataFolder, dataFolderPaths, type ServerFile } from '../shared/machine/data-folder.ts'
import { notRunning, reachEngine, readServerFile } from './engine.ts'
import { globals } from './given.ts'
import { out } from './print.ts'

/** The window of the engine that runs, in a browser; where none runs, the app itself. */
export function addOpen(program: Command): void {
  const command = program
    .command('open')
    .description('Open the window: of the running engine in a browser, or else the app')
    .option('--print', 'only print the address')
  command.action(async () => {
    const { home, ...given } = globals(command)
    const server = readServerFile(dataFolderPaths(dataFolder(home)).server)
    const health =
      server &&
      (await reachEngine(home)
        .client.system.health({})
        .catch(() => undefined))
    if (server && health) return show(addressOf(server), given['print'] === true)
    if (given['print'] === true || !startApp(home)) throw notRunning(dataFolder(home))
    out('No engine runs: the app is being started.')
  })
}

const addressOf = ({ port, token }: ServerFile): string => `http://127.0.0.1:${port}/#token=${token}`

function show(address: string, printOnly: boolean): void {
  if (printOnly) out(address)
  else openBrowser(address, () => out(`No browser could be opened. Open this in one:\n${address}`))
}

/** In a checkout the launcher’s own way, in a package the program that this one is a part of. */
function startApp(home: string | undefined): boolean {
  const start = join(import.meta.dirname, '..', '..', 'scripts', 'start.mjs')
  const packed = process.versions['electron'] !== undefined
  if (!packed && !existsSync(start)) return false
  const { ELECTRON_RUN_AS_NODE: _asNode, ...environment } = process.env
  const args = [...(packed ? [] : [start]), ...(home === undefined ? [] : ['--home', home])]
  spawn(process.execPath, args, { stdio: 'ignore', detached: true, env: environment }).unref()
  return true
}

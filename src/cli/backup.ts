import { copyFileSync, existsSync, mkdirSync, renameSync } from 'node:fs'
import { join, resolve } from 'node:path'
import type { Command } from 'commander'
import { contract } from '../shared/contract/index.ts'
import { dataFolder, dataFolderPaths, type DataFolderPaths } from '../shared/machine/data-folder.ts'
import { reachEngine, value } from './engine.ts'
import { Ended, exitCodes } from './exit.ts'
import { globals } from './given.ts'
import { out, printJson } from './print.ts'

/** A copy of the database while the engine runs, and back again while it does not. */
export function addBackups(program: Command): void {
  const backup = program.command('backup [file]').description(contract.moving.backup.summary)
  backup.action(async (file: string | undefined) => {
    const given = globals(backup)
    const made = await value(reachEngine(given.home).client.moving.backup({ ...(file !== undefined && { path: resolve(file) }) }))
    if (given.json) printJson(contract.moving.backup, made)
    else out(`${made.path} (${made.bytes.toLocaleString('en')} bytes). Logs are files of their own, in the data folder’s logs/.`)
  })
  const restore = program
    .command('restore <file>')
    .description('Put a backup in the place of the database; the engine must not run, and the database before it is kept')
  restore.action(async (file: string) => {
    const paths = dataFolderPaths(dataFolder(globals(restore).home))
    await checkBackup(file)
    await withoutEngine(paths, () => put(file, paths))
  })
}

/**
 * @throws Ended with 3 where there is none, with 2 where it is none, or is damaged
 */
async function checkBackup(file: string): Promise<void> {
  if (!existsSync(file)) throw new Ended(exitCodes.notFound, `There is no file ${file}`)
  const problem = await problemIn(file)
  if (problem) throw new Ended(exitCodes.usage, `${file} is no sound backup of Yardmaster: ${problem}. Nothing was changed.`)
}

async function problemIn(file: string): Promise<string | undefined> {
  const { DatabaseSync } = await import('node:sqlite')
  try {
    const database = new DatabaseSync(file, { readOnly: true })
    try {
      const sound = database.prepare('pragma quick_check(1)').get()?.['quick_check']
      if (sound !== 'ok') return String(sound)
      return database.prepare("select 1 from sqlite_schema where name = 'runs'").get() ? undefined : 'it has no runs'
    } finally {
      database.close()
    }
  } catch (error) {
    return error instanceof Error ? error.message : String(error)
  }
}

/** Holds the engine’s own lock meanwhile, so that none starts in between. */
async function withoutEngine({ home, lock }: DataFolderPaths, work: () => void): Promise<void> {
  const { DatabaseSync } = await import('node:sqlite')
  mkdirSync(home, { recursive: true, mode: 0o700 })
  const held = new DatabaseSync(lock)
  try {
    held.exec('begin exclusive')
  } catch {
    held.close()
    throw new Ended(
      exitCodes.conflict,
      `An engine runs on ${home}. End it first (quit the app, or stop \`yardmaster serve\`), then restore. Nothing was changed.`,
    )
  }
  try {
    work()
  } finally {
    held.close()
  }
}

/** What was written last lies beside the database: all of it goes away together, and is kept. */
function put(file: string, { database, backups }: DataFolderPaths): void {
  mkdirSync(backups, { recursive: true, mode: 0o700 })
  const kept = join(backups, `before-restore-${new Date().toISOString().replaceAll(':', '-')}.db`)
  const arriving = `${database}.arriving`
  copyFileSync(file, arriving)
  for (const end of ['', '-wal', '-shm']) if (existsSync(database + end)) renameSync(database + end, kept + end)
  renameSync(arriving, database)
  out(`Restored. The database before it is ${existsSync(kept) ? kept : 'nowhere: there was none'}.`)
}

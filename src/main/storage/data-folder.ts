import { randomBytes } from 'node:crypto'
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync, renameSync } from 'node:fs'
import Database from 'better-sqlite3'
import { dataFolderPaths, type DataFolderPaths, type ServerFile } from '../../shared/machine/data-folder.ts'

/** Another engine owns the data folder. */
export class EngineRunning extends Error {
  override readonly name = 'EngineRunning'
}

/** The data folder cannot be used: it cannot be made, read or written. */
export class UnusableFolder extends Error {
  override readonly name = 'UnusableFolder'
}

export interface DataFolder extends Disposable {
  readonly paths: DataFolderPaths
  readonly token: string
  /** Says where the engine listens. */
  announce(server: Omit<ServerFile, 'token' | 'pid'>): void
}

/**
 * Takes the data folder for this engine alone, for as long as the process lives: the lock is the operating system's, so
 * that a killed engine leaves none behind.
 *
 * @throws EngineRunning, naming the process that holds it; UnusableFolder
 */
export function takeDataFolder(home: string): DataFolder {
  const paths = dataFolderPaths(home)
  try {
    for (const folder of [paths.home, paths.logs, paths.agent]) mkdirSync(folder, { recursive: true, mode: 0o700 })
    const lock = lockFolder(paths)
    return {
      paths,
      token: readToken(paths.token),
      announce: (server) => writeWhole(paths.server, JSON.stringify({ ...server, pid: process.pid, token: readToken(paths.token) })),
      [Symbol.dispose]() {
        rmSync(paths.server, { force: true })
        lock.close()
      },
    }
  } catch (error) {
    if (error instanceof EngineRunning) throw error
    const why = error instanceof Error ? error.message : String(error)
    throw new UnusableFolder(`The data folder ${home} cannot be used: ${why}. Make it writable, or choose another one with --home.`)
  }
}

/** An exclusive transaction on a database of its own: held until it is closed, or the process is gone. */
function lockFolder(paths: DataFolderPaths): Database.Database {
  const holder = `${paths.lock}.pid`
  const lock = new Database(paths.lock, { timeout: 0 })
  try {
    lock.exec('begin exclusive')
  } catch (error) {
    lock.close()
    if (!(error instanceof Database.SqliteError && error.code.startsWith('SQLITE_BUSY'))) throw error
    const pid = existsSync(holder) ? readFileSync(holder, 'utf8').trim() : 'unknown'
    throw new EngineRunning(
      `Yardmaster already runs on ${paths.home} (process ${pid}). Use that one, end it first, or choose another data folder with --home.`,
    )
  }
  writeFileSync(holder, String(process.pid))
  return lock
}

function readToken(file: string): string {
  if (!existsSync(file)) writeWhole(file, randomBytes(32).toString('base64url'))
  return readFileSync(file, 'utf8').trim()
}

/** Whole or not at all, and for the owner only. */
function writeWhole(file: string, content: string): void {
  const next = `${file}.${process.pid}.tmp`
  writeFileSync(next, content, { mode: 0o600 })
  renameSync(next, file)
}

import { chmodSync, existsSync, mkdirSync } from 'node:fs'
import { join } from 'node:path'
import Database from 'better-sqlite3'
import { migrations } from './migrations/all.ts'

export type Connection = Database.Database

/** The database was written by a newer version; it is left as it is. */
export class NewerDatabase extends Error {
  override readonly name = 'NewerDatabase'
}

/**
 * The write-ahead log may grow to 32 MiB before a commit waits until it is carried over into the database: usually that is done beside
 * it, before then (`checkpoints.ts`). What is committed is in the log at once, so what was accepted outlives the engine all the same.
 */
const pagesPerCheckpoint = 8_000

/**
 * Opens the database and brings it to this version's schema, with a backup of the file before each migration.
 *
 * @throws NewerDatabase where a newer version has written it.
 */
export function openDatabase(file: string, backups: string): Connection {
  const existed = existsSync(file)
  const database = new Database(file)
  try {
    for (const one of [file, `${file}-wal`, `${file}-shm`]) forOwnerOnly(one)
    database.pragma('journal_mode = wal')
    database.pragma('synchronous = normal')
    database.pragma('foreign_keys = on')
    database.pragma('busy_timeout = 5000')
    database.pragma(`wal_autocheckpoint = ${pagesPerCheckpoint}`)
    database.pragma('cache_size = -65536')
    // Calls that are committed together are taken back one by one: what for is kept in memory.
    database.pragma('temp_store = memory')
    migrate(database, existed ? backups : undefined)
    return database
  } catch (error) {
    database.close()
    throw error
  }
}

/** SQLite gives its further files the mode of the database. A file that is somebody else's, or on a disk that knows no modes, stays as it is. */
function forOwnerOnly(file: string): void {
  try {
    chmodSync(file, 0o600)
  } catch {
    // What cannot be written is told by whoever writes it.
  }
}

function migrate(database: Connection, backups: string | undefined): void {
  const found = Number(database.pragma('user_version', { simple: true }))
  if (found > migrations.length) {
    throw new NewerDatabase(
      `The database ${database.name} has schema ${found}, this version knows ${migrations.length}. Nothing was changed. Update Yardmaster, or choose another data folder with --home.`,
    )
  }
  for (let version = found; version < migrations.length; version++) {
    if (backups && version > 0) backUp(database, backups, version)
    database.transaction(() => {
      database.exec(migrations[version] ?? '')
      database.pragma(`user_version = ${version + 1}`)
    })()
  }
}

function backUp(database: Connection, folder: string, version: number): void {
  mkdirSync(folder, { recursive: true, mode: 0o700 })
  const file = join(folder, `before-schema-${version + 1}.db`)
  if (existsSync(file)) return
  database.prepare('vacuum into ?').run(file)
  forOwnerOnly(file)
}

/** Whether an error is the disk's or the folder's doing (full, read-only, damaged), not a mistake in our code. */
export const isStorageFailure = (error: unknown): boolean =>
  error instanceof Database.SqliteError && /^SQLITE_(FULL|IOERR|READONLY|CANTOPEN|CORRUPT|NOTADB|BUSY|PERM)/.test(error.code)

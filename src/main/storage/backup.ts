import { chmod, mkdir, rename, stat } from 'node:fs/promises'
import { dirname } from 'node:path'
import type { Connection } from './database.ts'

/** Under another name until it is whole; readable by its owner only, as the database is. */
export async function backUpInto(database: Connection, file: string): Promise<number | undefined> {
  if (await stat(file).catch(() => undefined)) return undefined
  await mkdir(dirname(file), { recursive: true, mode: 0o700 })
  const arriving = `${file}.arriving`
  await database.backup(arriving)
  await chmod(arriving, 0o600)
  await rename(arriving, file)
  return (await stat(file)).size
}

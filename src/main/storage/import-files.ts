import { execFile } from 'node:child_process'
import { readFile, stat } from 'node:fs/promises'
import { basename } from 'node:path'
import { promisify } from 'node:util'
import type { FoundText, ImportFiles } from '../ports/import-files.ts'
import { fromHome, predecessorFiles, predecessorLog } from './predecessor-files.ts'

export const importFiles: ImportFiles = {
  predecessor: predecessorFiles,
  predecessorLog,
  text: textIn,
  crontab: ownCrontab,
  isFolder: (path) =>
    stat(fromHome(path)).then(
      (found) => found.isDirectory(),
      () => false,
    ),
}

async function textIn(path: string): Promise<FoundText | undefined> {
  const file = fromHome(path)
  const found = await stat(file).catch(() => null)
  if (!found?.isFile()) return undefined
  return { name: basename(file), text: await readFile(file, 'utf8') }
}

/** `crontab -l` is the one way to it: the file itself belongs to the system. */
async function ownCrontab(): Promise<FoundText | undefined> {
  const read = await promisify(execFile)('crontab', ['-l'], { maxBuffer: largestCrontab }).catch(() => undefined)
  return read && { name: 'crontab', text: read.stdout }
}

const largestCrontab = 10_000_000

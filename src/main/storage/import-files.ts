import { execFile } from 'node:child_process'
import { readFile, stat } from 'node:fs/promises'
import { homedir } from 'node:os'
import { basename, join } from 'node:path'
import { promisify } from 'node:util'
import type { FoundFile, FoundText, ImportFiles } from '../ports/import-files.ts'

const lists = ['profiles.json', 'jobs.json', 'tasks.json', 'runs.json'] as const

/** Its data is in the first of these; what it is documented to be in, is the second. */
const usualFolders = ['.config/claude-code-scheduler', '.claude-scheduler'] as const

export const importFiles: ImportFiles = {
  async predecessor(path) {
    if (path === undefined) return (await Promise.all(usualFolders.map((folder) => listsIn(join(homedir(), folder))))).flat()
    const named = fromHome(path)
    const found = await stat(named).catch(() => null)
    if (!found) return []
    return found.isDirectory() ? listsIn(named) : [await read(named)]
  },
  text: textIn,
  crontab: ownCrontab,
}

const fromHome = (path: string): string => path.replace(/^~(?=$|[\\/])/, homedir())

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

async function listsIn(folder: string): Promise<FoundFile[]> {
  const files = lists.map((name) => join(folder, name))
  const there = await Promise.all(files.map((file) => stat(file).then((found) => found.isFile(), () => false)))
  return Promise.all(files.filter((_, index) => there[index]).map(read))
}

async function read(file: string): Promise<FoundFile> {
  try {
    return { name: basename(file), content: { value: JSON.parse(await readFile(file, 'utf8')) as unknown } }
  } catch (error) {
    return { name: basename(file), content: { problem: `could not be read: ${error instanceof Error ? error.message : String(error)}` } }
  }
}

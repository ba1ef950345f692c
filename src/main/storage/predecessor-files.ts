import { createReadStream } from 'node:fs'
import { readFile, stat } from 'node:fs/promises'
import { homedir } from 'node:os'
import { basename, dirname, join } from 'node:path'
import { createInterface } from 'node:readline'
import { piecemeal } from '../../shared/machine/piecemeal.ts'
import type { FoundFile, OldLine } from '../ports/import-files.ts'
import { listIn } from './json-list.ts'

const lists = ['settings.json', 'profiles.json', 'jobs.json', 'tasks.json', 'runs.json'] as const

/** Its data is in the first of these; what it is documented to be in, is the second. Its logs are in the second. */
const usualFolders = ['.config/claude-code-scheduler', '.claude-scheduler'] as const

export const fromHome = (path: string): string => path.replace(/^~(?=$|[\\/])/, homedir())

export async function predecessorFiles(path: string | undefined): Promise<readonly FoundFile[]> {
  if (path === undefined) return listsOfHome(homedir())
  const named = fromHome(path)
  const found = await stat(named).catch(() => null)
  if (!found) return []
  if (!found.isDirectory()) return [await read(named)]
  const here = await listsIn(named)
  return here.length > 0 ? here : listsOfHome(named)
}

const listsOfHome = async (home: string): Promise<FoundFile[]> =>
  (await Promise.all(usualFolders.map((folder) => listsIn(join(home, folder))))).flat()

async function listsIn(folder: string): Promise<FoundFile[]> {
  const files = lists.map((name) => join(folder, name))
  const there = await Promise.all(
    files.map((file) =>
      stat(file).then(
        (found) => found.isFile(),
        () => false,
      ),
    ),
  )
  return Promise.all(files.filter((_, index) => there[index]).map(read))
}

async function read(file: string): Promise<FoundFile> {
  try {
    return { name: basename(file), content: { value: await jsonIn(await readFile(file)) } }
  } catch (error) {
    return { name: basename(file), content: { problem: `could not be read: ${error instanceof Error ? error.message : String(error)}` } }
  }
}

/** Its lists may be very large, its other files are small. What is no list, or is torn, JSON.parse says in its own words. */
const jsonIn = (bytes: Buffer): Promise<unknown> => piecemeal(listIn(bytes)).catch(() => JSON.parse(bytes.toString()) as unknown)

export async function predecessorLog(runId: string, path: string | undefined): Promise<AsyncIterable<OldLine> | undefined> {
  for (const folder of logFolders(path)) {
    const file = join(folder, `run_${runId}.log`)
    if (
      await stat(file).then(
        (found) => found.isFile(),
        () => false,
      )
    )
      return linesOf(file)
  }
  return undefined
}

/** Its own folder for logs is looked into last: what was named may be a copy from elsewhere, with its logs beside it. */
function logFolders(path: string | undefined): readonly string[] {
  const usual = join(homedir(), usualFolders[1], 'logs')
  if (path === undefined) return [usual]
  const named = fromHome(path)
  return [
    join(named, 'logs'),
    join(named, usualFolders[1], 'logs'),
    join(dirname(named), 'logs'),
    join(dirname(dirname(named)), usualFolders[1], 'logs'),
    usual,
  ]
}

async function* linesOf(file: string): AsyncGenerator<OldLine> {
  for await (const line of createInterface({ input: createReadStream(file), crlfDelay: Infinity })) yield oldLine(line)
}

const errorMark = '[STDERR] '

/** It wrote both streams into one file and marked the lines of standard error, and its own word about a stop. */
function oldLine(line: string): OldLine {
  if (line.startsWith(errorMark)) return { stream: 'stderr', text: line.slice(errorMark.length) }
  return line.startsWith('[CANCELLED] ') ? { stream: 'system', text: line } : { stream: 'stdout', text: line }
}

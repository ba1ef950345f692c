import { readFile, writeFile } from 'node:fs/promises'
import { Diff } from '../model/diff.ts'

/** Beside the run's log, and gone with it. */
export const diffFileOf = (logFile: string): string => logFile.replace(/\.log$/, '.diff.json')

export const writeDiff = (file: string, diff: Diff): Promise<void> => writeFile(file, JSON.stringify(diff), { mode: 0o600 })

/** Undefined where there is none, or none that can be read. */
export async function readDiff(file: string): Promise<Diff | undefined> {
  try {
    return Diff.safeParse(JSON.parse(await readFile(file, 'utf8'))).data
  } catch {
    return undefined
  }
}

import { realpathSync } from 'node:fs'
import { resolve } from 'node:path'

/** The one name of a folder, whatever links and dots lead to it. Where nothing can be found there, the path without its dots. */
export function trueFolder(path: string): string {
  try {
    return realpathSync.native(path)
  } catch {
    return resolve(path)
  }
}

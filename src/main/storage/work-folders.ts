import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import type { WorkFolders } from '../ports/work-folders.ts'

/** @param home the data folder, absolute */
export const createWorkFolders = (home: string): WorkFolders => ({
  make(id) {
    const folder = join(home, 'goals', id)
    mkdirSync(folder, { recursive: true })
    return folder
  },
})

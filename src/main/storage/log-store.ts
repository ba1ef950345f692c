import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import { diffFileOf, readDiff } from '../../shared/log/diff-file.ts'
import { indexFileOf, logFileOf } from '../../shared/log/format.ts'
import { readLogPage, readLogSize, readOutput, searchLog } from '../../shared/log/reader.ts'
import type { RunId } from '../../shared/model/ids.ts'
import type { LogStore } from '../ports/log-store.ts'

/** @param folder where the agent writes the logs */
export function createLogStore(folder: string): LogStore {
  const fileOf = (runId: RunId) => join(folder, logFileOf(runId))
  return {
    fileOf,
    page: (runId, query) => readLogPage(fileOf(runId), query),
    search: (runId, q, limit) => searchLog(fileOf(runId), q, limit),
    output: (runId, stream) => readOutput(fileOf(runId), stream),
    size: (runId) => readLogSize(fileOf(runId)),
    diff: (runId) => readDiff(diffFileOf(fileOf(runId))),
    async remove(runIds) {
      let logs = 0
      for (const runId of runIds) logs += (await removeLog(fileOf(runId))) ? 1 : 0
      return logs
    },
  }
}

async function removeLog(file: string): Promise<boolean> {
  await rm(indexFileOf(file), { force: true })
  await rm(diffFileOf(file), { force: true })
  try {
    await rm(file)
    return true
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return false
    throw error
  }
}

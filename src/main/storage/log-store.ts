import { mkdir, rm } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { diffFileOf, readDiff } from '../../shared/log/diff-file.ts'
import { indexFileOf, logFileOf } from '../../shared/log/format.ts'
import { openLogWriter } from '../../shared/log/writer.ts'
import { readLogPage, readLogSize, readOutput, searchLog } from '../../shared/log/reader.ts'
import type { RunId } from '../../shared/model/ids.ts'
import type { LogSize } from '../../shared/model/run.ts'
import type { OldLine } from '../ports/import-files.ts'
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
    keep: (runId, at, lines) => writeLog(fileOf(runId), Date.parse(at), lines),
    async remove(runIds) {
      let logs = 0
      for (const runId of runIds) logs += (await removeLog(fileOf(runId))) ? 1 : 0
      return logs
    },
  }
}

async function writeLog(file: string, at: number, lines: AsyncIterable<OldLine>): Promise<LogSize> {
  await removeLog(file)
  await mkdir(dirname(file), { recursive: true, mode: 0o700 })
  const writer = await openLogWriter({ file, now: () => at, grown() {} })
  try {
    for await (const { stream, text } of lines) {
      if (stream === 'system') writer.system(text)
      else writer.output(stream, Buffer.from(`${text}\n`))
      if (writer.behind) await writer.caughtUp()
    }
  } finally {
    await writer.close()
  }
  if (writer.failure !== null) throw new Error(`${file} could not be written: ${writer.failure}`)
  return writer.size
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

import { mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { z } from 'zod'
import { HeldRun, WorkOrder } from '../shared/model/agent.ts'

/** What the agent knows of a run, as it survives the agent. */
export const RunRecord = z.object({
  order: WorkOrder,
  held: HeldRun,
  /** With the process id it names one process for good. */
  startTime: z.string().nullable(),
})
export type RunRecord = z.infer<typeof RunRecord>

export interface RunRecords {
  read(): readonly RunRecord[]
  write(record: RunRecord): void
  remove(runId: string): void
}

export function openRecords(folder: string): RunRecords {
  mkdirSync(folder, { recursive: true, mode: 0o700 })
  const fileOf = (runId: string): string => join(folder, `${runId}.json`)
  return {
    read: () => readdirSync(folder).filter((name) => name.endsWith('.json')).flatMap((name) => readRecord(join(folder, name))),
    write(record) {
      const file = fileOf(record.order.runId)
      writeFileSync(`${file}.tmp`, JSON.stringify(record), { mode: 0o600 })
      renameSync(`${file}.tmp`, file)
    },
    remove: (runId) => rmSync(fileOf(runId), { force: true }),
  }
}

/** A record that cannot be read says nothing: the engine ends its run as lost. */
function readRecord(file: string): RunRecord[] {
  try {
    return [RunRecord.parse(JSON.parse(readFileSync(file, 'utf8')))]
  } catch {
    rmSync(file, { force: true })
    return []
  }
}

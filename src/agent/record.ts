import { closeSync, existsSync, mkdirSync, openSync, readdirSync, readFileSync, unlinkSync, writeSync } from 'node:fs'
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

const extension = '.jsonl'

/**
 * One file a run, which every change adds a line to: the last one that is whole is what is known. Replacing the file each
 * time would cost more than the rest of a short run. The system going down is not provided for: no process survives it.
 */
export function openRecords(folder: string): RunRecords {
  mkdirSync(folder, { recursive: true, mode: 0o700 })
  const open = new Map<string, number>()
  const fileOf = (runId: string): string => join(folder, runId + extension)

  const fileFor = (runId: string): number => {
    const file = open.get(runId) ?? openSync(fileOf(runId), 'a', 0o600)
    open.set(runId, file)
    return file
  }

  const close = (runId: string): void => {
    const file = open.get(runId)
    if (file !== undefined) closeSync(file)
    open.delete(runId)
  }

  return {
    read: () =>
      readdirSync(folder)
        .filter((name) => name.endsWith(extension))
        .flatMap((name) => readRecord(join(folder, name))),
    write(record) {
      // The newline comes first, so that a line which was cut short by a full disk spoils none after it.
      writeSync(fileFor(record.order.runId), `\n${JSON.stringify(withoutSecrets(record))}`)
      if (record.held.end) close(record.order.runId)
    },
    remove(runId) {
      close(runId)
      if (existsSync(fileOf(runId))) unlinkSync(fileOf(runId))
    },
  }
}

/** Nobody starts a run from its record: what its profile holds need not be on disk. */
const withoutSecrets = (record: RunRecord): RunRecord => ({ ...record, order: { ...record.order, profile: null } })

/** A record that cannot be read says nothing: the engine ends its run as lost. */
function readRecord(file: string): RunRecord[] {
  for (const line of readFileSync(file, 'utf8').split('\n').reverse()) {
    const record = RunRecord.safeParse(parsed(line))
    if (record.success) return [record.data]
  }
  unlinkSync(file)
  return []
}

function parsed(line: string): unknown {
  try {
    return JSON.parse(line)
  } catch {
    return undefined
  }
}

import type { LogChunk } from '../../shared/model/envelope.ts'
import type { LogSize } from '../../shared/model/run.ts'
import type { RunId } from '../../shared/model/ids.ts'

/** Writes the logs of runs on other machines here, line by line as they arrive. */
export interface LogIntake {
  /** Adds what is new; lines that are here already are left out. False when lines are missing in between: nothing was added. */
  add(chunk: LogChunk): boolean
  size(runId: RunId): LogSize
}

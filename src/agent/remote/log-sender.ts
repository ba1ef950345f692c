import { join } from 'node:path'
import { logFileOf } from '../../shared/log/format.ts'
import { readLogPage } from '../../shared/log/reader.ts'
import { LogChunk } from '../../shared/model/envelope.ts'
import type { RunId } from '../../shared/model/ids.ts'
import type { Transport } from './transport.ts'

const linesAtOnce = 500

export interface LogSender {
  /** Sends what the log on disk has more than was sent. `lines` are known to be there: where they were sent already, nothing is read. */
  send(runId: RunId, lines?: number): Promise<void>
  /** Goes back to this line. */
  from(runId: RunId, line: number): void
  forget(runId: RunId): void
}

/** The log on disk is the spool: what was not confirmed is read from it again. */
export function createLogSender(folder: string, transport: Transport): LogSender {
  const next = new Map<RunId, number>()
  return {
    async send(runId, lines = Infinity) {
      for (let full = true; full && (next.get(runId) ?? 1) <= lines;) {
        const fromLine = next.get(runId) ?? 1
        const page = await readLogPage(join(folder, logFileOf(runId)), { fromLine, limit: linesAtOnce })
        if (page.lines.length === 0) return
        const sent = await transport.tell(
          LogChunk,
          { runId, fromLine, lines: page.lines.map(({ ts, stream, text }) => ({ ts, stream, text })) },
          { type: 'work_status' },
        )
        if (!sent) return
        // Somebody may have asked for earlier lines meanwhile.
        if ((next.get(runId) ?? 1) === fromLine) next.set(runId, page.next)
        full = page.lines.length === linesAtOnce || next.get(runId) !== page.next
      }
    },
    from: (runId, line) => void next.set(runId, line),
    forget: (runId) => void next.delete(runId),
  }
}

import { appendFileSync, existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { letterOf, logFileOf } from '../../shared/log/format.ts'
import type { RunId } from '../../shared/model/ids.ts'
import type { LogSize } from '../../shared/model/run.ts'
import type { LogIntake } from '../ports/log-intake.ts'

const mostKept = 2_000

/** @param folder where the logs are */
export function createLogIntake(folder: string): LogIntake {
  const sizes = new Map<RunId, LogSize>()

  const size = (runId: RunId): LogSize => {
    const known = sizes.get(runId)
    if (known) return known
    if (sizes.size >= mostKept) sizes.clear()
    const found = measure(join(folder, logFileOf(runId)))
    sizes.set(runId, found)
    return found
  }

  return {
    size,
    add({ runId, fromLine, lines }) {
      const has = size(runId)
      if (fromLine > has.lines + 1) return false
      const fresh = lines.slice(has.lines + 1 - fromLine)
      if (fresh.length === 0) return true
      const bytes = Buffer.from(fresh.map(({ ts, stream, text }) => `${ts} ${letterOf[stream]} ${text.replaceAll('\n', ' ')}\n`).join(''))
      appendFileSync(join(folder, logFileOf(runId)), bytes, { mode: 0o600 })
      sizes.set(runId, { bytes: has.bytes + bytes.length, lines: has.lines + fresh.length })
      return true
    },
  }
}

/** After a start of the engine, once a log. */
function measure(file: string): LogSize {
  if (!existsSync(file)) return { bytes: 0, lines: 0 }
  const bytes = readFileSync(file)
  return { bytes: bytes.length, lines: bytes.reduce((lines, byte) => (byte === 10 ? lines + 1 : lines), 0) }
}

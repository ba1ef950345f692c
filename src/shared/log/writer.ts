import { close, closeSync, ftruncate, openSync, write } from 'node:fs'
import { promisify } from 'node:util'
import type { LogSize } from '../model/run.ts'
import { indexFileOf, linesPerMark, markBytes } from './format.ts'
import { createLineEncoder, newBatch, type Batch } from './line-encoder.ts'
import { repairLog } from './repair.ts'

export interface LogWriter {
  /** What is on disk. */
  readonly size: LogSize
  /** Why nothing is kept any more: what came since is lost. */
  readonly failure: string | null
  output(stream: 'stdout' | 'stderr', bytes: Buffer): void
  /** A line of Yardmaster's own. */
  system(text: string): void
  /** True while the disk is behind: whoever produces output should wait for `caughtUp`. */
  readonly behind: boolean
  caughtUp(): Promise<void>
  /** Everything is on disk, and the file closed. */
  close(): Promise<LogSize>
}

interface Options {
  readonly file: string
  readonly now: () => number
  /** After every write to disk. */
  readonly grown: () => void
}

const mostWaitingBatches = 2
const ownerOnly = 0o600
const writeBytes = promisify(write)
const truncateFile = promisify(ftruncate)
const closeFile = promisify(close)

/** Opens a log for writing; one that exists is repaired and continued. Throws when the file cannot be made. */
export async function openLogWriter(options: Options): Promise<LogWriter> {
  const made = makeFile(options.file)
  if (made !== null) return createLogWriter(options, made, { bytes: 0, lines: 0 })
  const from = await repairLog(options.file)
  return createLogWriter(options, openSync(options.file, 'a', ownerOnly), from)
}

function makeFile(file: string): number | null {
  try {
    return openSync(file, 'ax', ownerOnly)
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'EEXIST') return null
    throw error
  }
}

function createLogWriter({ file, now, grown }: Options, log: number, from: LogSize): LogWriter {
  const index = createIndexWriter(indexFileOf(file), from.lines)
  const waiting: Batch[] = []
  const waiters: (() => void)[] = []
  let spare: Batch | null = null
  let current = newBatch()
  let size = from
  let failure: string | null = null
  let writing: Promise<void> | null = null

  const encoder = createLineEncoder({
    now, from,
    current: () => current,
    next() {
      waiting.push(current)
      current = spare ?? newBatch()
      spare = null
      return current
    },
  })

  function wake(): void {
    writing ??= new Promise<void>((resolve) => { setImmediate(resolve) }).then(drain)
  }

  async function drain(): Promise<void> {
    for (let batch = nextBatch(); batch; batch = nextBatch()) {
      await keep(batch)
      batch.used = 0
      batch.lines = 0
      batch.marks = []
      spare = batch
      if (!isBehind()) for (const waiter of waiters.splice(0)) waiter()
      grown()
    }
    writing = null
  }

  function nextBatch(): Batch | undefined {
    const first = waiting.shift()
    if (first || current.used === 0) return first
    const batch = current
    current = spare ?? newBatch()
    spare = null
    return batch
  }

  async function keep(batch: Batch): Promise<void> {
    if (failure !== null) return
    try {
      await writeAll(log, batch.bytes, batch.used)
      size = { bytes: size.bytes + batch.used, lines: size.lines + batch.lines }
    } catch (error) {
      failure = error instanceof Error ? error.message : String(error)
      await truncateFile(log, size.bytes).catch(() => undefined)
      return
    }
    await index.append(batch.marks)
  }

  const isBehind = () => waiting.length >= mostWaitingBatches

  return {
    get size() { return size },
    get failure() { return failure },
    get behind() { return isBehind() },
    output(stream, bytes) {
      encoder.output(stream, bytes)
      wake()
    },
    system(text) {
      encoder.system(text)
      wake()
    },
    async caughtUp() {
      if (isBehind()) await new Promise<void>((resolve) => { waiters.push(resolve) })
    },
    async close() {
      encoder.finish()
      wake()
      await writing
      await closeFile(log)
      index.close()
      return size
    },
  }
}

/** The index is made with its first mark: most logs are short and need none. It may lag; whoever reads it knows. */
function createIndexWriter(file: string, lines: number) {
  let index: number | null = null
  let failed = false
  let marks = Math.max(0, Math.ceil(lines / linesPerMark) - 1)

  return {
    async append(offsets: readonly number[]): Promise<void> {
      if (failed || offsets.length === 0) return
      const bytes = Buffer.alloc(offsets.length * markBytes)
      offsets.forEach((offset, i) => bytes.writeDoubleLE(offset, i * markBytes))
      try {
        index ??= openSync(file, marks === 0 ? 'w' : 'r+', ownerOnly)
        await writeAll(index, bytes, bytes.length, marks * markBytes)
        marks += offsets.length
      } catch {
        failed = true
      }
    },
    close(): void {
      if (index !== null) closeSync(index)
    },
  }
}

async function writeAll(file: number, bytes: Buffer, length: number, position: number | null = null): Promise<void> {
  for (let done = 0; done < length;) {
    const { bytesWritten } = await writeBytes(file, bytes, done, length - done, position === null ? null : position + done)
    done += bytesWritten
  }
}

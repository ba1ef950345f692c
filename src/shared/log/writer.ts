import { close, closeSync, ftruncate, openSync, write } from 'node:fs'
import { promisify } from 'node:util'
import type { LogSize } from '../model/run.ts'
import { indexFileOf, linesPerMark, markBytes } from './format.ts'
import { batchBytes, createLineEncoder, newBatch, type Batch } from './line-encoder.ts'
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
/** While output goes on, less than this is not written before a moment has passed: many small writes cost more than one. */
const worthWritingBytes = 131_072
const momentMs = 3
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
  const batches = createBatches()
  const waiters: (() => void)[] = []
  let size = from
  let failure: string | null = null
  let writing: Promise<void> | null = null
  let closing = false
  let enough: (() => void) | null = null

  const encoder = createLineEncoder({
    now,
    from,
    current: batches.current,
    next() {
      enough?.()
      return batches.next()
    },
  })

  function wake(): void {
    writing ??= new Promise<void>((resolve) => {
      setImmediate(resolve)
    }).then(drain)
  }

  async function drain(): Promise<void> {
    for (let batch = batches.take(); batch; batch = batches.take()) {
      await keep(batch)
      batches.giveBack(batch)
      if (!isBehind()) for (const waiter of waiters.splice(0)) waiter()
      grown()
      if (batches.waitingBytes() < worthWritingBytes && batches.waitingBytes() > 0 && !closing) await moment()
    }
    writing = null
  }

  /** Over sooner when a batch is full, or nothing more is to come. */
  async function moment(): Promise<void> {
    await new Promise<void>((resolve) => {
      const timer = setTimeout(resolve, momentMs)
      enough = () => {
        clearTimeout(timer)
        resolve()
      }
    })
    enough = null
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

  const isBehind = () => batches.waiting() >= mostWaitingBatches

  return {
    get size() {
      return size
    },
    get failure() {
      return failure
    },
    get behind() {
      return isBehind()
    },
    output(stream, bytes) {
      encoder.output(stream, bytes)
      wake()
    },
    system(text) {
      encoder.system(text)
      wake()
    },
    async caughtUp() {
      if (isBehind())
        await new Promise<void>((resolve) => {
          waiters.push(resolve)
        })
    },
    async close() {
      closing = true
      encoder.finish()
      enough?.()
      wake()
      await writing
      await closeFile(log)
      index.close()
      return size
    },
  }
}

/** The batch being filled, those that wait for the disk, and those to be filled again: memory is taken once. */
function createBatches() {
  const waiting: Batch[] = []
  const empty: Batch[] = []
  let current: Batch | null = null
  let made = 0

  const fresh = (): Batch => empty.pop() ?? newBatch(made++ === 0 ? 'small' : 'large')

  return {
    waiting: () => waiting.length,
    waitingBytes: () => (waiting[0] ?? current)?.used ?? 0,
    current: (): Batch => (current ??= fresh()),
    next(): Batch {
      if (current) waiting.push(current)
      current = fresh()
      return current
    },
    /** The one to be written next; that may be the one being filled. */
    take(): Batch | undefined {
      const first = waiting.shift()
      if (first || !current || current.used === 0) return first
      const batch = current
      current = null
      return batch
    },
    giveBack(batch: Batch): void {
      // A log that needed a large one needs small ones no more.
      if (made > 1 && batch.bytes.length === batchBytes.small) return
      Object.assign(batch, { used: 0, lines: 0, marks: [] })
      empty.push(batch)
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

import { open, type FileHandle } from 'node:fs/promises'
import { indexFileOf, linesPerMark, markBytes, newline } from './format.ts'

/** Some whole lines of a log, and where they stand in its file. Valid until the next block is asked for. */
export interface Block {
  readonly bytes: Buffer
  readonly offset: number
}

/** A line by its number, and where it starts in the file. */
export interface Mark {
  readonly line: number
  readonly offset: number
}

export const firstLine: Mark = { line: 1, offset: 0 }

/** A log open for reading. It may grow meanwhile: what is there now is what is read. */
export interface LogFile extends AsyncDisposable {
  readonly bytes: number
  /** Whole lines from `offset` on; a last line without its newline is not a line yet. */
  blocks(offset: number, blockBytes: number): AsyncGenerator<Block>
  /** The last noted place at or before this line. */
  markBeforeLine(line: number): Promise<Mark>
  /** Every noted place, in order. */
  marks(): Promise<Float64Array>
}

/** Null when there is no such log. */
export async function openLogFile(file: string): Promise<LogFile | null> {
  const log = await openIfThere(file)
  if (!log) return null
  // Most logs are short and have none, and of those that have one the first lines are found without it.
  const opened: { index?: FileHandle | null } = {}
  const openIndex = async (): Promise<FileHandle | null> => (opened.index ??= await openIfThere(indexFileOf(file)))
  const { size } = await log.stat()
  return {
    bytes: size,
    blocks: (offset, blockBytes) => readBlocks(log, { offset, end: size, blockBytes }),
    async markBeforeLine(line) {
      const wanted = Math.floor((line - 1) / linesPerMark)
      if (wanted <= 0) return firstLine
      const index = await openIndex()
      const noted = index ? Math.floor((await index.stat()).size / markBytes) : 0
      const number = Math.min(wanted, noted)
      if (!index || number <= 0) return firstLine
      const { buffer } = await index.read(Buffer.alloc(markBytes), 0, markBytes, (number - 1) * markBytes)
      const offset = buffer.readDoubleLE(0)
      return (await startsLine(log, offset, size)) ? { line: number * linesPerMark + 1, offset } : firstLine
    },
    async marks() {
      const index = await openIndex()
      return index ? readMarks(index) : new Float64Array()
    },
    async [Symbol.asyncDispose]() {
      await log.close()
      await opened.index?.close()
    },
  }
}

export async function startsLine(log: FileHandle, offset: number, size: number): Promise<boolean> {
  if (!Number.isSafeInteger(offset) || offset <= 0 || offset > size) return false
  const { buffer } = await log.read(Buffer.alloc(1), 0, 1, offset - 1)
  return buffer[0] === newline
}

export async function readMarks(index: FileHandle): Promise<Float64Array> {
  const bytes = await index.readFile()
  return Float64Array.from({ length: Math.floor(bytes.length / markBytes) }, (_, i) => bytes.readDoubleLE(i * markBytes))
}

interface Range {
  readonly offset: number
  readonly end: number
  readonly blockBytes: number
}

/** Reads ahead by one block: while one is looked at, the disk delivers the other. */
async function* readBlocks(log: FileHandle, { offset, end, blockBytes }: Range): AsyncGenerator<Block> {
  const buffers = buffersFor(Math.max(0, end - offset), blockBytes)
  let turn = 0
  let pending = readBlock(log, buffers[0], offset, end)
  for (let block = await pending; block.bytes.length > 0; block = await pending) {
    turn = 1 - turn
    pending = readBlock(log, turn === 0 ? buffers[0] : buffers[1], block.offset + block.bytes.length, end)
    try {
      yield block
    } finally {
      await pending
    }
  }
}

/** Most logs are short: no more memory is taken than there is to read. */
const buffersFor = (left: number, blockBytes: number): readonly [Buffer, Buffer] =>
  left <= blockBytes
    ? [Buffer.allocUnsafe(left), Buffer.alloc(0)]
    : [Buffer.allocUnsafeSlow(blockBytes), Buffer.allocUnsafeSlow(blockBytes)]

async function readBlock(log: FileHandle, buffer: Buffer, offset: number, end: number): Promise<Block> {
  const length = Math.min(buffer.length, end - offset)
  if (length <= 0) return { bytes: buffer.subarray(0, 0), offset }
  const { bytesRead } = await log.read(buffer, 0, length, offset)
  const whole = buffer.subarray(0, bytesRead).lastIndexOf(newline) + 1
  return { bytes: buffer.subarray(0, whole), offset }
}

async function openIfThere(file: string): Promise<FileHandle | null> {
  try {
    return await open(file, 'r')
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return null
    throw error
  }
}

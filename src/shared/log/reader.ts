import type { LogLine, LogStream } from '../model/log.ts'
import type { LogSize } from '../model/run.ts'
import { firstLine, openLogFile, type Block, type LogFile } from './file.ts'
import { endsLine, letterAt, linesPerMark, newline, prefixBytes, readLine, streamOf } from './format.ts'

export interface LogFilter {
  /** 1-based number of the first line wanted. */
  readonly fromLine: number
  readonly limit: number
  readonly stream?: LogStream | undefined
  /** Only lines that contain this text, literally. */
  readonly q?: string | undefined
}

const pageBlockBytes = 262_144
const scanBlockBytes = 524_288
const countBlockBytes = 131_072

/** `next` is the line to go on from: everything before it has been read, whether it matched or not. */
export async function readLogPage(file: string, filter: LogFilter): Promise<{ readonly lines: readonly LogLine[]; readonly next: number }> {
  await using log = await openLogFile(file)
  if (!log) return { lines: [], next: 1 }
  const lines: LogLine[] = []
  const mark = await log.markBeforeLine(filter.fromLine)
  let line = mark.line
  for await (const { bytes } of log.blocks(mark.offset, pageBlockBytes)) {
    const matches = createMatcher(bytes, filter)
    for (let start = 0; start < bytes.length; line++) {
      const end = bytes.indexOf(newline, start)
      if (line >= filter.fromLine && matches(start, end)) lines.push(readLine(bytes, start, end, line))
      start = end + 1
      if (lines.length >= filter.limit) return { lines, next: line + 1 }
    }
  }
  return { lines, next: line }
}

/** Looks only into texts, never into the prefixes; each block is searched once from front to back. */
function createMatcher(bytes: Buffer, { stream, q }: LogFilter): (start: number, end: number) => boolean {
  const wanted = q === undefined ? null : Buffer.from(q)
  let hit = 0
  return (start, end) => {
    if (stream !== undefined && streamOf(bytes[start + letterAt] ?? 0) !== stream) return false
    if (!wanted) return true
    if (hit < start + prefixBytes) hit = nextHit(bytes, wanted, start + prefixBytes)
    return hit + wanted.length <= end
  }
}

const nextHit = (bytes: Buffer, wanted: Buffer, from: number): number => {
  const at = bytes.indexOf(wanted, from)
  return at < 0 ? Infinity : at
}

/** How many lines contain `q`, and the numbers of the first `limit` of them. */
export async function searchLog(
  file: string,
  q: string,
  limit: number,
): Promise<{ readonly matches: number; readonly lines: readonly number[] }> {
  await using log = await openLogFile(file)
  const lines: number[] = []
  if (!log || q.includes('\n')) return { matches: 0, lines }
  const wanted = Buffer.from(q)
  const numbers = await createLineNumbers(log)
  let matches = 0
  for await (const block of log.blocks(0, scanBlockBytes)) {
    for (const start of matchingLines(block.bytes, wanted)) {
      matches += 1
      if (lines.length < limit) lines.push(await numbers.at(block, start))
    }
  }
  return { matches, lines }
}

/** Where the lines start whose text contains the bytes. Leaps from hit to hit, so lines without one cost nothing. */
function* matchingLines(bytes: Buffer, wanted: Buffer): Generator<number> {
  for (let hit = bytes.indexOf(wanted, prefixBytes); hit >= 0;) {
    const start = bytes.lastIndexOf(newline, hit - 1) + 1
    if (hit < start + prefixBytes) {
      hit = bytes.indexOf(wanted, start + prefixBytes)
      continue
    }
    yield start
    hit = bytes.indexOf(wanted, bytes.indexOf(newline, hit) + 1 + prefixBytes)
  }
}

/** Gives lines their numbers, asked for in the order of the file: counts from the nearest place it knows. */
async function createLineNumbers(log: LogFile) {
  const marks = await log.marks()
  let known = firstLine

  function leap(offset: number): void {
    const mark = lastAtOrBefore(marks, offset)
    if (mark && mark.offset > known.offset) known = mark
  }

  return {
    async at(block: Block, start: number): Promise<number> {
      const offset = block.offset + start
      leap(offset)
      if (known.offset < block.offset)
        known = { line: known.line + (await countLines(log, known.offset, block.offset)), offset: block.offset }
      known = { line: known.line + countNewlines(block.bytes, known.offset - block.offset, start), offset }
      return known.line
    },
  }
}

function lastAtOrBefore(marks: Float64Array, offset: number) {
  let low = 0
  let high = marks.length
  while (low < high) {
    const middle = (low + high) >> 1
    if ((marks[middle] ?? Infinity) <= offset) low = middle + 1
    if ((marks[middle] ?? Infinity) > offset) high = middle
  }
  const found = marks[low - 1]
  return found === undefined || found <= 0 ? null : { line: low * linesPerMark + 1, offset: found }
}

async function countLines(log: LogFile, from: number, to: number): Promise<number> {
  let count = 0
  for await (const { bytes, offset } of log.blocks(from, countBlockBytes)) {
    if (offset >= to) break
    count += countNewlines(bytes, 0, Math.min(bytes.length, to - offset))
  }
  return count
}

function countNewlines(bytes: Buffer, from: number, to: number): number {
  let count = 0
  for (let at = bytes.indexOf(newline, from); at >= 0 && at < to; at = bytes.indexOf(newline, at + 1)) count += 1
  return count
}

/** What the process printed, exactly; Yardmaster's own lines are left out. */
export async function* readOutput(file: string, stream?: 'stdout' | 'stderr'): AsyncGenerator<string> {
  await using log = await openLogFile(file)
  if (!log) return
  const printed = Buffer.allocUnsafeSlow(scanBlockBytes)
  for await (const { bytes } of log.blocks(0, scanBlockBytes)) {
    const length = copyOutput(bytes, printed, stream)
    if (length > 0) yield printed.toString('utf8', 0, length)
  }
}

function copyOutput(bytes: Buffer, target: Buffer, stream?: 'stdout' | 'stderr'): number {
  let used = 0
  for (let start = 0; start < bytes.length;) {
    const end = bytes.indexOf(newline, start) + 1
    const letter = bytes[start + letterAt] ?? 0
    const from = streamOf(letter)
    if (stream === undefined ? from !== 'system' : from === stream) {
      used += bytes.copy(target, used, start + prefixBytes, endsLine(letter) ? end : end - 1)
    }
    start = end
  }
  return used
}

/** Bytes of the file, and whole lines in it: what is noted is not counted again. */
export async function readLogSize(file: string): Promise<LogSize> {
  await using log = await openLogFile(file)
  if (!log) return { bytes: 0, lines: 0 }
  const mark = await log.markBeforeLine(Infinity)
  return { bytes: log.bytes, lines: mark.line - 1 + (await countLines(log, mark.offset, log.bytes)) }
}

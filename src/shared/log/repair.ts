import { open, type FileHandle } from 'node:fs/promises'
import type { LogSize } from '../model/run.ts'
import { openLogFile, readMarks, startsLine } from './file.ts'
import { indexFileOf, isPrefix, letterAt, linesPerMark, markBytes, newline, prefixBytes } from './format.ts'

const tailBytes = 131_072
const countBytes = 524_288

/**
 * Puts a log right whose writer was killed: ends a torn last line, or drops it where not even its prefix was written,
 * and completes the index. Answers the log's true size.
 */
export async function repairLog(file: string): Promise<LogSize> {
  const bytes = await repairLastLine(file)
  const lines = await repairIndex(file)
  return { bytes, lines }
}

async function repairLastLine(file: string): Promise<number> {
  await using log = await open(file, 'r+')
  const { size } = await log.stat()
  const tailStart = Math.max(0, size - tailBytes)
  const { buffer, bytesRead } = await log.read(Buffer.alloc(tailBytes), 0, Math.min(size, tailBytes), tailStart)
  const tail = buffer.subarray(0, bytesRead)
  const start = tail.lastIndexOf(newline) + 1
  if (start === tail.length) return size
  if (isPrefix(tail.subarray(start, start + prefixBytes))) return await endLastLine(log, { start: tailStart + start, size })
  await log.truncate(tailStart + start)
  return tailStart + start
}

/** What is there of the line is the process's own, so it stays, as a line that did not end. */
async function endLastLine(log: FileHandle, { start, size }: { start: number; size: number }): Promise<number> {
  const { buffer } = await log.read(Buffer.alloc(1), 0, 1, start + letterAt)
  const letter = buffer.toString('latin1')
  if (letter !== 's') await log.write(letter.toUpperCase(), start + letterAt, 'latin1')
  await log.write('\n', size, 'latin1')
  return size + 1
}

/** Answers the number of lines. */
async function repairIndex(file: string): Promise<number> {
  await using index = await open(indexFileOf(file), 'a+', 0o600)
  const kept = await trustedMarks(file, index)
  await index.truncate(kept.length * markBytes)
  const scan = await findMarks(file, { offset: kept.at(-1) ?? 0, lines: kept.length * linesPerMark })
  const bytes = Buffer.alloc(scan.marks.length * markBytes)
  scan.marks.forEach((mark, i) => bytes.writeDoubleLE(mark, i * markBytes))
  await index.appendFile(bytes)
  return scan.lines
}

async function trustedMarks(file: string, index: FileHandle): Promise<number[]> {
  await using log = await open(file, 'r')
  const { size } = await log.stat()
  const kept: number[] = []
  for (const mark of await readMarks(index)) {
    if (!(mark > (kept.at(-1) ?? 0))) break
    kept.push(mark)
  }
  while (kept.length > 0 && !(await startsLine(log, kept.at(-1) ?? 0, size))) kept.pop()
  return kept
}

async function findMarks(file: string, from: { offset: number; lines: number }) {
  const marks: number[] = []
  let lines = from.lines
  await using log = await openLogFile(file)
  if (!log) return { marks, lines }
  for await (const { bytes, offset } of log.blocks(from.offset, countBytes)) {
    for (let start = 0; start < bytes.length; start = bytes.indexOf(newline, start) + 1) {
      const at = offset + start
      if (at > from.offset && lines % linesPerMark === 0) marks.push(at)
      lines += 1
    }
  }
  return { marks, lines }
}

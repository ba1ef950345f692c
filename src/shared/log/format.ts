import type { LogLine, LogStream } from '../model/log.ts'

/*
 * A run's log is a text file, one line a log line:
 *
 *     2026-11-24T08:00:00.123Z o what the process printed
 *
 * o is stdout, e stderr, s Yardmaster itself. O and E say that the process's own line did not end here: it was cut for
 * its length, or was the last and had no newline. So what the process printed can be given back byte by byte.
 * The text is stored as it came; what is not UTF-8 is replaced only when it is read.
 */

export const newline = 10
export const timeBytes = 24
export const letterAt = timeBytes + 1
export const prefixBytes = timeBytes + 3
/** A longer line is cut, so that every line fits in memory whatever a process prints. */
export const longestText = 65_536

/** Where every so-manieth line starts is noted in the index beside the log. */
export const linesPerMark = 256
export const markBytes = 8

export const letterOf = { stdout: 'o', stderr: 'e', system: 's' } as const satisfies Record<LogStream, string>

const streamOfLetter: Readonly<Record<string, LogStream>> = { o: 'stdout', O: 'stdout', e: 'stderr', E: 'stderr', s: 'system' }

export const streamOf = (letter: number): LogStream => streamOfLetter[String.fromCharCode(letter)] ?? 'system'

/** True for `o`, `e` and `s`: the process's line ended where the log line ends. */
export const endsLine = (letter: number): boolean => letter >= 97

export const logFileOf = (run: string): string => `${run}.log`
export const indexFileOf = (logFile: string): string => logFile.replace(/\.log$/, '.idx')

/** @param end where the line's newline stands */
export function readLine(bytes: Buffer, start: number, end: number, seq: number): LogLine {
  const textStart = Math.min(start + prefixBytes, end)
  return {
    seq,
    ts: bytes.toString('latin1', start, Math.min(start + timeBytes, end)),
    stream: streamOf(bytes[start + letterAt] ?? 0),
    text: bytes.toString('utf8', textStart, end),
  }
}

const prefixPattern = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z [oeOEs] $/

export const isPrefix = (bytes: Buffer): boolean => bytes.length === prefixBytes && prefixPattern.test(bytes.toString('latin1'))

import { z } from 'zod'
import { Instant } from './time.ts'

/** `system` lines are Yardmaster's own: what it did with the process, and why. */
export const LogStream = z.enum(['stdout', 'stderr', 'system'])
export type LogStream = z.infer<typeof LogStream>

/** Where a line stands in its run's log: 1-based, in the order of arrival over both streams. */
export const LogSeq = z.int().min(1)
export type LogSeq = z.infer<typeof LogSeq>

export const LogLine = z
  .object({
    seq: LogSeq,
    ts: Instant,
    stream: LogStream,
    text: z.string(),
  })
  .meta({ id: 'LogLine' })
export type LogLine = z.infer<typeof LogLine>

/** A page of a log. `nextFromLine` is null at the end of an ended run. */
export const LogPage = z
  .object({
    lines: z.array(LogLine),
    totalLines: z.int(),
    nextFromLine: z.int().nullable(),
  })
  .meta({ id: 'LogPage' })
export type LogPage = z.infer<typeof LogPage>

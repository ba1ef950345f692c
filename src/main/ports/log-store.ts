import type { Diff } from '../../shared/model/diff.ts'
import type { RunId } from '../../shared/model/ids.ts'
import type { LogLine, LogStream } from '../../shared/model/log.ts'
import type { LogSize } from '../../shared/model/run.ts'
import type { Instant } from '../../shared/model/time.ts'
import type { OldLine } from './import-files.ts'

export interface LogQuery {
  /** 1-based number of the first line wanted. */
  readonly fromLine: number
  readonly limit: number
  readonly stream?: LogStream | undefined
  /** Only lines that contain this text, literally. */
  readonly q?: string | undefined
}

/** The logs of runs: one file each, written by the agent, in order. A run without a file has an empty log. */
export interface LogStore {
  /** `next` is the line to go on from; everything before it has been read, whether it matched or not. */
  page(runId: RunId, query: LogQuery): Promise<{ readonly lines: readonly LogLine[]; readonly next: number }>
  /** How many lines contain `q`, and the numbers of the first `limit` of them. */
  search(runId: RunId, q: string, limit: number): Promise<{ readonly matches: number; readonly lines: readonly number[] }>
  /** What the process printed, exactly (system lines left out), in chunks. */
  output(runId: RunId, stream?: 'stdout' | 'stderr'): AsyncIterable<string>
  size(runId: RunId): Promise<LogSize>
  /** What the run changed; undefined where nothing was compared. */
  diff(runId: RunId): Promise<Diff | undefined>
  /** Writes a log that came from elsewhere, every line with this time; whatever was there is replaced. */
  keep(runId: RunId, at: Instant, lines: AsyncIterable<OldLine>): Promise<LogSize>
  /** Deletes the files of these runs; answers how many logs there were. */
  remove(runIds: readonly RunId[]): Promise<number>
  /** The log's file, absolute, whether it exists or not. */
  fileOf(runId: RunId): string
}

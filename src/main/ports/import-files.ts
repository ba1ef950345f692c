import type { LogStream } from '../../shared/model/log.ts'

/** What was found of another program's data; the files themselves are only read. */
export interface FoundFile {
  /** As people know it. */
  readonly name: string
  /** What the JSON says, or why it could not be read. */
  readonly content: { readonly value: unknown } | { readonly problem: string }
}

/** A line of a log that another program kept: it had no time of its own. */
export interface OldLine {
  readonly stream: LogStream
  readonly text: string
}

export interface ImportFiles {
  /**
   * The files of claude-code-scheduler under a path: a folder with its lists, a home that has such folders, or one of its
   * export files.
   *
   * @param path undefined for its usual folders
   */
  predecessor(path: string | undefined): Promise<readonly FoundFile[]>
  /** What one of its runs printed, as its log file has it; nothing where there is none: simulated runs wrote none. */
  predecessorLog(runId: string, path: string | undefined): Promise<AsyncIterable<OldLine> | undefined>
  /** What a file says; nothing where there is none. */
  text(path: string): Promise<FoundText | undefined>
  /** The crontab of whoever runs the engine; nothing where there is none. */
  crontab(): Promise<FoundText | undefined>
  /** Whether there is such a folder on the engine's machine. */
  isFolder(path: string): Promise<boolean>
}

export interface FoundText {
  readonly name: string
  readonly text: string
}

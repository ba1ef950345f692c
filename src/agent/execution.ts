import type { LogWriter } from '../shared/log/writer.ts'

/** How the work itself ended; whether that is success, the run decides. */
export interface ExecutionEnd {
  readonly exitCode: number | null
  readonly signal: string | null
  /** What went wrong, where the exit code does not say it. */
  readonly errorMessage: string | null
}

/** Work that is going on. */
export interface Execution {
  readonly pid: number | null
  readonly ended: Promise<ExecutionEnd>
  /** False when it could not be made to stand still. */
  pause(): Promise<boolean>
  resume(): Promise<void>
  /** Politely, and after `graceMs` for good; what it came to is told by `ended`. */
  stop(graceMs: number): Promise<void>
}

export interface ExecutionParts {
  readonly log: LogWriter
  /** Told of every piece of output. */
  readonly printed: () => void
}

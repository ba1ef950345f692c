import type { Watch } from '../../shared/model/schedule.ts'

export interface FileChange {
  /** Absolute. */
  readonly path: string
  /** When the file was last changed or moved, in milliseconds since 1970; now where it is gone. */
  readonly changedAt: number
}

export interface FileWatchListener {
  changed(change: FileChange): void
  failed(error: unknown): void
}

export interface FileWatch {
  /** Tells of every change after this moment until it is closed. A path that does not exist yet is waited for. */
  open(watch: Watch, listener: FileWatchListener): AsyncDisposable
}

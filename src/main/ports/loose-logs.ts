import type { RunId } from '../../shared/model/ids.ts'

/** The runs whose log files are to be deleted: theirs are gone, or are not there yet and will never be after a crash. */
export interface LooseLogs {
  add(runIds: readonly RunId[]): void
  /** Their files are gone, or belong to runs now. */
  forget(runIds: readonly RunId[]): void
  all(): readonly RunId[]
}

import type { JobId, RunId, TaskId } from '../../shared/model/ids.ts'

/** What a new job is made from: nothing, a list of what is to be done, or a goal. */
export const newJobKinds = ['plain', 'list', 'goal'] as const
export type NewJobKind = (typeof newJobKinds)[number]

/** The dialog that is open, and what it is about. */
export type OpenDialog =
  | { readonly kind: 'job'; readonly jobId: JobId | null; readonly parentJobId: JobId | null; readonly make: NewJobKind }
  | { readonly kind: 'allocate'; readonly jobId: JobId | null }
  | { readonly kind: 'delete'; readonly what: 'job'; readonly jobIds: readonly JobId[] }
  | { readonly kind: 'delete'; readonly what: 'task'; readonly taskIds: readonly TaskId[] }
  | { readonly kind: 'delete'; readonly what: 'run'; readonly runIds: readonly RunId[] }
  | { readonly kind: 'move'; readonly what: 'job'; readonly jobIds: readonly JobId[] }
  | { readonly kind: 'move'; readonly what: 'task'; readonly taskIds: readonly TaskId[] }
  | { readonly kind: 'compare'; readonly runId: RunId }
  | { readonly kind: 'palette' }
  | { readonly kind: 'shortcuts' }
  | { readonly kind: 'unsaved'; readonly proceed: () => void }

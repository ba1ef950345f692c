import type { ImportReport } from '../../../shared/contract/moving.ts'
import type { ProfileId } from '../../../shared/model/ids.ts'
import type { Plan, Problem } from '../../domain/predecessor/plan.ts'
import type { Deps } from '../deps.ts'
import type { Caller } from '../service.ts'
import type { Sizes } from './old-logs.ts'

/** What is taken over from the predecessor, and what became of each record so far. */
export interface Taking {
  readonly deps: Deps
  readonly plan: Plan
  readonly by: Caller
  readonly dryRun: boolean
  /** Of the logs that are there already, for their runs. */
  readonly sizes: Sizes
  /** Where tasks without a job worked; null where there is no such folder, and they worked in the home. */
  readonly folderWithout: string | null
  readonly appendUnordered: boolean
  readonly rows: ImportReport['rows']
  readonly problems: Problem[]
}

/** Notes what becomes of the row; true where it shall be written. */
export function decide(
  { rows }: Taking,
  entity: ImportReport['rows'][number]['entity'],
  row: { readonly id: string; readonly name: string },
  isThere: boolean,
): boolean {
  rows.push({ action: isThere ? 'skip' : 'create', entity, id: row.id, name: row.name })
  return !isThere
}

/** Its times had no zone; they stay readable as they were. */
export const imported = (there: string | null): string => (there ? `imported (there: ${there})` : 'imported')

export const warn = ({ problems }: Taking, file: string, reason: string): void => void problems.push({ file, index: null, reason })

/** A profile that is nowhere is no reason to lose a job or task. */
export function knownProfile(
  taking: Taking,
  file: string,
  { name, profileId }: { readonly name: string; readonly profileId: ProfileId | null },
): ProfileId | null {
  if (!profileId || taking.plan.profiles.has(profileId) || taking.deps.store.profiles.find(profileId)) return profileId
  warn(taking, file, `“${name}” named the profile ${profileId}, which is not there; it has none now`)
  return null
}

import type { JobId, ProfileId, TaskId } from '../../../shared/model/ids.ts'
import type { WorkingDirectory } from '../../../shared/model/job.ts'
import type { Instant } from '../../../shared/model/time.ts'
import { folderFrom, idFrom, idOrNull, instantFrom, nameFrom, recordAt, textAt, textsAt, type Json, type Warn } from './read.ts'

export interface OldJob {
  readonly id: JobId
  readonly name: string
  readonly description: string
  readonly profileId: ProfileId | null
  readonly workingDirectory: WorkingDirectory
  readonly taskOrder: readonly TaskId[]
  readonly createdAt: Instant | null
  /** As it was written down. */
  readonly createdThere: string | null
}

/** Where jobs worked that named no folder, and tasks without a job. */
export const usualFolder = '~/projects'

export function jobFrom(record: Json, warn: Warn): OldJob {
  if (typeof record['working_directory'] === 'string')
    warn(`its working_directory is a text, which was read as ~/projects there, and is here: ${record['working_directory'].slice(0, 200)}`)
  const folder = recordAt(record, 'working_directory')
  const branch = (name: string): { readonly [Name in string]: string } | undefined =>
    textAt(folder, name) ? { [name]: textAt(folder, name) ?? '' } : undefined
  return {
    id: idFrom(record['id'], 'id') as JobId,
    name: nameFrom(record, 'Untitled Job'),
    description: textAt(record, 'description') ?? '',
    profileId: idOrNull(record['profile'], 'profile') as ProfileId | null,
    workingDirectory: {
      path: folderFrom(textAt(folder, 'path') ?? usualFolder, warn),
      ...(folder['use_git_worktree'] === true && { useGitWorktree: true }),
      ...(branch('worktree_name') && { worktreeName: textAt(folder, 'worktree_name') }),
      ...(branch('worktree_branch') && { worktreeBranch: textAt(folder, 'worktree_branch') }),
    },
    taskOrder: textsAt(record, 'task_order').flatMap(taskIdIn),
    createdAt: instantFrom(record['created_at']),
    createdThere: textAt(record, 'created_at') ?? null,
  }
}

/** An id that is none names no task. */
function taskIdIn(id: string): TaskId[] {
  try {
    return [idFrom(id, 'task_order') as TaskId]
  } catch {
    return []
  }
}

import { z } from 'zod'
import { JobId, TaskId } from '../model/ids.ts'
import { HeldWorktree } from '../model/worktree.ts'
import { command, pageInput, pageOf, query } from './operation.ts'

export const Worktree = HeldWorktree.extend({
  jobId: JobId.nullable(),
  taskId: TaskId.nullable(),
  madeFor: z.string().nullable().meta({ description: 'The name of its job or task; null where that is gone' }),
}).meta({ id: 'Worktree', description: 'A worktree of git on this machine that a job or task works in, and what would be lost with it' })
export type Worktree = z.infer<typeof Worktree>

export const worktrees = {
  list: query({
    summary: 'List the worktrees of jobs and tasks, and what would be lost with each',
    route: 'GET /api/worktrees',
    scope: 'jobs:read',
    input: z.strictObject(pageInput),
    output: pageOf('worktrees', Worktree),
    failures: ['agent_unavailable'],
  }),
  remove: command({
    summary: 'Remove a worktree, unless uncommitted or unpushed work would be lost, or a run works in it; its branch stays',
    route: 'DELETE /api/worktrees/:worktree',
    scope: 'jobs:write',
    input: z.strictObject({ worktree: z.string().min(1).max(500).meta({ description: 'Its name' }) }),
    output: z.object({ removed: z.boolean(), folder: z.string(), branch: z.string().nullable() }),
    failures: ['not_found', 'conflict', 'agent_unavailable'],
  }),
}

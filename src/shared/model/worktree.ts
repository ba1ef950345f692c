import { z } from 'zod'

/** A worktree as the agent finds it on its disk. */
export const HeldWorktree = z.object({
  name: z.string().meta({ description: 'The job or task that it was made for, and its branch: job-0123456789ab:feature' }),
  folder: z.string(),
  branch: z.string().nullable(),
  repository: z.string().nullable(),
  changedFiles: z.int().meta({ description: 'With uncommitted changes, new ones included' }),
  unpushed: z.int().meta({ description: 'Commits that are nowhere else: on no remote, or, without one, in no other branch' }),
  problem: z.string().nullable().meta({ description: 'Why it cannot be looked into' }),
})
export type HeldWorktree = z.infer<typeof HeldWorktree>

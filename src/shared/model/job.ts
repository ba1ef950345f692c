import { z } from 'zod'
import { JobId, ProfileId, TaskId } from './ids.ts'
import { StageLabel } from './goal.ts'
import { Instant } from './time.ts'
import { Tier } from './tier.ts'

export const JobStatus = z.enum([
  'submitted',
  'pending',
  'scheduled',
  'queued',
  'in_progress',
  'paused',
  'awaiting_confirmation',
  'completed',
  'failed',
  'cancelled',
])
export type JobStatus = z.infer<typeof JobStatus>

/** Jobs nest: a child is one deeper than its parent. */
export const deepestJob = 5
export const longestName = 200
export const longestDescription = 20_000

export const Name = z.string().trim().min(1, 'must not be empty').max(longestName)
export const Description = z.string().max(longestDescription)

/** Where work happens. On a task, null means its job's folder; where the job has none either, the user's home. */
export const WorkingDirectory = z.strictObject({
  path: z.string().trim().min(1, 'must not be empty').max(4096).meta({ description: 'Absolute, or starting with ~/' }),
  useGitWorktree: z
    .boolean()
    .optional()
    .meta({ description: 'Work in a git worktree of that repository, under a folder of Yardmaster’s own' }),
  worktreeName: z
    .string()
    .trim()
    .min(1)
    .max(100)
    .regex(/^[A-Za-z0-9][A-Za-z0-9._/-]*$/, 'must be a branch name')
    .nullish()
    .meta({ description: 'The new branch; one named after the job or task otherwise' }),
  worktreeBranch: z
    .string()
    .trim()
    .min(1)
    .max(200)
    .regex(/^[A-Za-z0-9][A-Za-z0-9._/-]*$/, 'must be a branch name')
    .nullish()
    .meta({ description: 'The branch it starts from; the one that is checked out otherwise' }),
})
export type WorkingDirectory = z.infer<typeof WorkingDirectory>

/** What a job run does after one of its tasks failed: cancel what has not started, or go on. */
export const OnFailure = z.enum(['stop', 'continue'])
export type OnFailure = z.infer<typeof OnFailure>

/** How many of the job's tasks stand where, judged by each task's newest run. */
export const JobProgress = z.object({
  total: z.int(),
  succeeded: z.int(),
  failed: z.int(),
  running: z.int(),
  waiting: z.int(),
})
export type JobProgress = z.infer<typeof JobProgress>

export const Job = z
  .object({
    id: JobId,
    name: z.string(),
    description: z.string(),
    goal: z.string().nullable().meta({ description: 'What a goal job works towards; null for a container' }),
    status: JobStatus,
    stage: StageLabel.nullable(),
    statusMessage: z.string().meta({ description: 'Why the job is in this state, as a sentence' }),
    parentJobId: JobId.nullable(),
    depth: z.int().min(0).max(deepestJob),
    workerCount: z.int().min(1).meta({ description: 'How many of its tasks may run at once' }),
    onFailure: OnFailure,
    workingDirectory: WorkingDirectory.nullable(),
    profileId: ProfileId.nullable(),
    taskOrder: z.array(TaskId),
    place: z
      .number()
      .nullable()
      .meta({ description: 'Where somebody put it among the jobs beside it; null for by its age, whose milliseconds are its place' }),
    labels: z.array(z.string()),
    projectId: z.string().nullable(),
    tier: Tier.nullable(),
    iterations: z.int().meta({ description: 'Passes through the pipeline that have ended' }),
    iterationLimit: z.int().nullable().meta({ description: 'Passes that may be made before somebody has to confirm' }),
    result: z.string().nullable(),
    error: z.string().nullable(),
    progress: JobProgress,
    owner: z.string(),
    workspaceId: z.string(),
    createdAt: Instant,
    updatedAt: Instant,
    startedAt: Instant.nullable(),
    finishedAt: Instant.nullable(),
  })
  .meta({ id: 'Job', description: 'A container of related tasks, and the unit people watch' })
export type Job = z.infer<typeof Job>

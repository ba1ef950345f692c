import { z } from 'zod'
import { JobId, NoticeId, RunId, TaskId } from './ids.ts'
import { Instant } from './time.ts'

/** What people may be told of, with a word for each. */
export const noticeWords = {
  failure: 'failed again',
  first_failure: 'failed for the first time after a success',
  recovered: 'succeeded after a failure',
  waiting: 'waits for a person, or for a rate limit',
  missed: 'was missed while the computer slept or the app was closed',
  budget: 'spent what it may spend',
  stopped: 'no longer starts by itself, after failures in a row',
  success: 'succeeded',
  start: 'started',
} as const

export type NoticeKind = keyof typeof noticeWords
export const noticeKinds = Object.keys(noticeWords) as [NoticeKind, ...NoticeKind[]]
export const NoticeKind = z.enum(noticeKinds)

/** Success and start are told where a task asks for it. */
export const usualRules: NoticeKind[] = ['failure', 'first_failure', 'recovered', 'waiting', 'missed', 'budget', 'stopped']

/** Of which people look at the red ones first. */
export const isBadNews = (kind: NoticeKind): boolean => ['failure', 'first_failure', 'missed', 'budget', 'stopped'].includes(kind)

/** Something that a person is told: one row of the inbox. */
export const Notice = z
  .object({
    id: NoticeId,
    seq: z.int().meta({ description: 'In the order in which they were written' }),
    kind: NoticeKind,
    title: z.string(),
    body: z.string(),
    jobId: JobId.nullable(),
    taskId: TaskId.nullable(),
    runId: RunId.nullable(),
    owner: z.string(),
    createdAt: Instant,
    readAt: Instant.nullable(),
  })
  .meta({ id: 'Notice', description: 'Something that a person is told' })
export type Notice = z.infer<typeof Notice>

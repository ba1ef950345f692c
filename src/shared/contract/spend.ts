import { z } from 'zod'
import { GivenInstant } from '../model/time.ts'
import { pageInput, pageOf, query } from './operation.ts'

export const SpendBy = z.enum(['day', 'task', 'job', 'profile'])
export type SpendBy = z.infer<typeof SpendBy>

/** What the runs of one day, task, job or profile cost together, as their coding agents told it. */
export const Spent = z
  .object({
    key: z.string().nullable().meta({ description: 'The day (UTC), or the id; null for runs that have none' }),
    name: z.string().meta({ description: 'What people call it' }),
    usd: z.number(),
    runs: z.int(),
    turns: z.int(),
    inputTokens: z.int(),
    outputTokens: z.int(),
  })
  .meta({ id: 'Spent' })
export type Spent = z.infer<typeof Spent>

export const spend = {
  list: query({
    summary: 'What coding agents spent, by day, task, job or profile',
    route: 'GET /api/spend',
    scope: 'jobs:read',
    input: z.strictObject({
      by: SpendBy.default('day'),
      since: GivenInstant.optional().meta({ description: 'Ended then or later' }),
      until: GivenInstant.optional().meta({ description: 'Ended before' }),
      ...pageInput,
    }),
    output: pageOf('spend', Spent).extend({
      usd: z.number().meta({ description: 'All of it together' }),
      todayUsd: z.number().meta({ description: 'Since midnight UTC' }),
      perDayUsd: z.number().nullable().meta({ description: 'The limit of a day; from there on runs wait for tomorrow' }),
    }),
  }),
}

import { expect, test } from 'vitest'
import { z } from 'zod'
import { Schedule } from '../model/schedule.ts'
import { fieldWords } from './fields.ts'

const said = (schema: z.ZodType, value: unknown) => schema.safeParse(value, { error: fieldWords }).error?.issues[0]?.message

test.each<[z.ZodType, unknown, string]>([
  [Schedule, { type: 'interval', everyMs: 0 }, 'must be at least 1000'],
  [Schedule, { type: 'interval' }, 'is needed'],
  [Schedule, { type: 'interval', everyMs: '5' }, 'must be a number'],
  [Schedule, { type: 'interval', everyMs: 5_000, missed: { policy: 'maybe' } }, 'must be skip, once or all'],
  [Schedule, {}, 'is needed: manual, sequential, startup, interval, cron, calendar, once or file_watch'],
  [Schedule, { type: 'hourly' }, 'must be manual, sequential, startup, interval, cron, calendar, once or file_watch'],
  [Schedule, { type: 'once', at: 'tomorrow' }, 'must be a moment with its zone, such as 2026-11-26T09:00:00Z or 2026-11-26T10:00:00+01:00'],
  [z.array(z.int()).min(1), [], 'must have at least 1 entry'],
  [z.string().max(3), 'four', 'must have at most 3 characters'],
  [z.number().gt(0), 0, 'must be more than 0'],
  [z.literal(1), 2, 'must be 1'],
  [z.uuid(), 'x', 'must be a UUID'],
])('%#. a field says what it must be: %j', (schema, value, words) => expect(said(schema, value)).toBe(words))

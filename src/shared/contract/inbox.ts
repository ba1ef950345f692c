import { z } from 'zod'
import { NoticeId } from '../model/ids.ts'
import { Notice, NoticeKind } from '../model/notice.ts'
import { command, pageInput, pageOf, query } from './operation.ts'

const seq = z.int().min(0)

export const inbox = {
  list: query({
    summary: 'List what you were told, newest first',
    route: 'GET /api/inbox',
    scope: 'jobs:read',
    input: z.strictObject({
      unread: z.boolean().optional().meta({ description: 'Only what was not read, or only what was' }),
      kind: NoticeKind.optional(),
      after: seq.optional().meta({ description: 'Only what was written after this seq' }),
      ...pageInput,
    }),
    output: pageOf('notices', Notice).extend({ unread: z.int().meta({ description: 'How many are unread, whatever was asked for' }) }),
  }),
  read: command({
    summary: 'Mark a notice as read',
    route: 'POST /api/inbox/:noticeId/read',
    scope: 'jobs:write',
    input: z.strictObject({ noticeId: NoticeId }),
    output: Notice,
    failures: ['not_found'],
  }),
  readAll: command({
    summary: 'Mark everything in the inbox as read',
    route: 'POST /api/inbox/read-all',
    scope: 'jobs:write',
    input: z.strictObject({ until: seq.optional().meta({ description: 'Up to this seq, so that what came meanwhile stays unread' }) }),
    output: z.object({ read: z.int() }),
    example: {},
  }),
}

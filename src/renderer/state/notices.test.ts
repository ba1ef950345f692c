import { expect, test } from 'vitest'
import type { Notice, NoticeKind } from '../../shared/model/notice.ts'
import { headlines } from './notices.ts'

const notice = (title: string, kind: NoticeKind): Notice =>
  ({
    id: title,
    seq: 1,
    kind,
    title,
    body: 'why',
    jobId: null,
    taskId: null,
    runId: null,
    owner: 'local',
    createdAt: '',
    readAt: null,
  }) as unknown as Notice

test('a few are shown each by itself', () => {
  expect(headlines([notice('a', 'success'), notice('b', 'failure')]).map(({ title, body }) => [title, body])).toEqual([
    ['a', 'why'],
    ['b', 'why'],
  ])
})

test('many are one line, which begins with the bad ones', () => {
  const many = [notice('a', 'success'), notice('b', 'failure'), notice('c', 'start'), notice('d', 'missed')]
  expect(headlines(many)).toMatchObject([{ title: '2 of 4 notices are bad news', body: 'b, and others in the inbox', notice: { id: 'b' } }])
  expect(headlines(many.map((one) => ({ ...one, kind: 'success' as const })))).toMatchObject([{ title: '4 notices', notice: { id: 'a' } }])
})

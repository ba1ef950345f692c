import { describe, expect, test } from 'vitest'
import { usualNotifications } from '../../shared/model/flow.ts'
import { noticeKinds, usualRules, type NoticeKind } from '../../shared/model/notice.ts'
import { wordsOfBudget, wordsOfJob, wordsOfRun, type SeenRun } from './notice.ts'

const seen = (run: Partial<SeenRun['run']>, more: Partial<SeenRun> = {}): SeenRun => ({
  run: { taskName: 'Lint', status: 'failed', reason: 'exit_code', errorMessage: null, exitCode: 7, attempt: 1, ...run },
  wants: usualNotifications,
  before: null,
  goesOn: false,
  ...more,
})
const kind = (one: SeenRun, rules: readonly NoticeKind[] = usualRules) => wordsOfRun(one, rules)?.kind ?? null

describe('a run', () => {
  test('that fails is told, the first failure as such, and why', () => {
    expect(wordsOfRun(seen({}, { before: 'succeeded' }), usualRules)).toEqual({
      kind: 'first_failure',
      title: 'Lint has failed',
      body: 'Exit code 7',
    })
    expect(wordsOfRun(seen({ attempt: 3, errorMessage: 'No such file' }, { before: 'failed' }), usualRules)).toEqual({
      kind: 'failure',
      title: 'Lint has failed again',
      body: 'No such file (attempt 3)',
    })
  })
  test('that fails again is not told where only first failures are', () => {
    expect([
      kind(seen({}), ['first_failure']),
      kind(seen({}, { before: 'failed' }), ['first_failure']),
      kind(seen({}), ['failure']),
    ]).toEqual(['first_failure', null, 'failure'])
  })
  test('with another attempt has not failed yet; a rate limit is something that waits', () => {
    expect(kind(seen({}, { goesOn: true }))).toBeNull()
    expect(kind(seen({ reason: 'rate_limited' }, { goesOn: true }))).toBe('waiting')
  })
  test('that spent its money says so', () => expect(kind(seen({ reason: 'budget' }))).toBe('budget'))
  test('that succeeds is told after a failure, or where that is asked for', () => {
    const well = { status: 'succeeded', exitCode: 0 } as const
    expect(kind(seen(well))).toBeNull()
    expect(kind(seen(well, { before: 'failed' }))).toBe('recovered')
    expect(kind(seen(well, { wants: { onStart: false, onEnd: true, onFailure: true } }))).toBe('success')
    expect(kind(seen(well), noticeKinds)).toBe('success')
  })
  test('of a task that wants nothing told is not told, and one that was stopped never is', () => {
    const silent = { wants: { onStart: false, onEnd: false, onFailure: false } }
    expect([
      kind(seen({}, silent)),
      kind(seen({ status: 'succeeded' }, { ...silent, before: 'failed' })),
      kind(seen({ status: 'cancelled', reason: 'cancelled_by_user' }), noticeKinds),
    ]).toEqual([null, null, null])
  })
  test('is told to start where the task asks for it', () => {
    expect([
      kind(seen({ status: 'running' })),
      kind(seen({ status: 'running' }, { wants: { onStart: true, onEnd: false, onFailure: true } })),
    ]).toEqual([null, 'start'])
  })
})

test('a goal job is told when it waits for somebody, and when it failed', () => {
  const job = { name: 'Site', statusMessage: 'Confirm another batch' }
  expect(wordsOfJob(job, 'awaiting_confirmation', usualRules)).toEqual({
    kind: 'waiting',
    title: 'Site waits for you',
    body: 'Confirm another batch',
  })
  expect((['failed', 'completed', 'in_progress'] as const).map((status) => wordsOfJob(job, status, usualRules)?.kind ?? null)).toEqual([
    'failure',
    null,
    null,
  ])
})

test('a limit is told by the run that goes over it, and by none after it', () => {
  const at = (spent: number) => wordsOfBudget({ whose: 'Lint', limit: 1, spent, cost: 0.4 }, usualRules)?.body ?? null
  expect([at(0.9), at(1.2), at(1.6)]).toEqual([null, '$1.20 so far; its runs wait for tomorrow (UTC)', null])
})

test('what is in no rule is told by nobody, whatever happens', () => {
  const everything = { onStart: false, onEnd: true, onFailure: true }
  expect([
    kind(seen({ reason: 'rate_limited' }, { goesOn: true }), []),
    kind(seen({ reason: 'budget' }, { before: 'failed' }), ['failure']),
    kind(seen({}), []),
    kind(seen({ status: 'running' }), ['start']),
    kind(seen({ status: 'succeeded' }, { before: 'failed', wants: everything }), []),
    kind(seen({ status: 'queued' }), noticeKinds),
  ]).toEqual([null, 'failure', null, 'start', 'success', null])
  const job = { name: 'Site', statusMessage: '' }
  expect((['awaiting_confirmation', 'failed', 'completed', 'queued'] as const).map((status) => wordsOfJob(job, status, []))).toEqual([
    null,
    null,
    null,
    null,
  ])
  expect([wordsOfJob(job, 'completed', noticeKinds)?.kind, wordsOfJob(job, 'failed', ['first_failure'])?.kind]).toEqual([
    'success',
    'failure',
  ])
  expect(wordsOfRun(seen({ exitCode: null, reason: 'signal' }), usualRules)?.body).toBe('signal')
  expect(wordsOfRun(seen({ exitCode: null, reason: null }), usualRules)?.body).toBe('')
  expect(wordsOfBudget({ whose: 'It', limit: 1, spent: 1, cost: 1 }, [])).toBeNull()
})

import { expect, test } from 'vitest'
import type { JournalEvent } from '../../shared/model/event.ts'
import type { Run } from '../../shared/model/run.ts'
import { headlines, newsIn } from './news.ts'

const run = (more: Partial<Run> = {}): Run => ({ id: 'r', taskName: 'Build', status: 'failed', reason: 'exit_code', errorMessage: 'exit code 2', ...more }) as Run
const event = (changed: Run): JournalEvent => ({ seq: 1, time: '', type: 'run.status', jobId: null, taskId: null, runId: changed.id, run: changed })
const usual = { onStart: false, onEnd: false, onFailure: true }
const going = run({ status: 'running', reason: null })

test('a failure is told, a success only where that is asked for', () => {
  expect(newsIn(event(run()), going, usual)).toMatchObject({ kind: 'failed', title: 'Build has failed', body: 'exit code 2' })
  expect(newsIn(event(run({ status: 'succeeded' })), going, usual)).toBeNull()
  expect(newsIn(event(run({ status: 'succeeded' })), going, { ...usual, onEnd: true })).toMatchObject({ kind: 'succeeded' })
  expect(newsIn(event(run()), going, { ...usual, onFailure: false })).toBeNull()
})

test('what is read again, and what one did oneself, is no news', () => {
  expect(newsIn(event(run()), run(), usual)).toBeNull()
  expect(newsIn(event(run({ status: 'cancelled', reason: 'cancelled_by_user' })), going, usual)).toBeNull()
})

test('a start is told once, not when a pause is over', () => {
  const wants = { ...usual, onStart: true }
  expect(newsIn(event(going), run({ status: 'starting' }), wants)).toMatchObject({ kind: 'started' })
  expect(newsIn(event(going), run({ status: 'paused' }), wants)).toBeNull()
})

test('many at once are one line', () => {
  const one = newsIn(event(run()), going, usual)!
  expect(headlines([one, one])).toHaveLength(2)
  expect(headlines(Array.from({ length: 12 }, () => one))).toMatchObject([{ title: '12 runs have failed' }])
})

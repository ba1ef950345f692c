import { expect, test } from 'vitest'
import type { Run } from '../../../shared/model/run.ts'
import { runFigure, runSentence, runTitle } from './run-words.ts'

const started = '2026-01-01T00:00:00.000Z'
const at = (seconds: number): number => Date.parse(started) + seconds * 1_000
const run = (more: object): Run =>
  ({
    taskName: 'Build',
    status: 'running',
    trigger: 'manual',
    attempt: 1,
    config: { retry: { maxAttempts: 3 } },
    agentId: 'local',
    reason: null,
    exitCode: null,
    signal: null,
    cost: null,
    position: 0,
    waitsFor: null,
    queuedAt: started,
    startedAt: started,
    finishedAt: null,
    durationMs: null,
    ...more,
  }) as Run

test('a run that goes on is told beside what is usual, and when it takes much longer', () => {
  expect(runFigure(run({}), 40_000, at(12))).toBe('12 s of ~40 s')
  expect(runFigure(run({}), null, at(12))).toBe('12 s')
  expect(runSentence(run({}), 40_000, at(12))).toBe('by hand 12 s ago')
  expect(runSentence(run({}), 40_000, at(90))).toBe('by hand 1 min ago · longer than usual')
})

test('an ended run says why it ended, what it cost, and what is usual only where it was unusual', () => {
  const failed = { status: 'failed', reason: 'exit_code', exitCode: 7, finishedAt: started, durationMs: 3_000 }
  expect(runSentence(run({ ...failed, cost: { usd: 0.25 } }), 40_000, at(60))).toBe(
    'exit code 7, usually 40 s · $0.2500 · by hand 1 min ago',
  )
  expect(runSentence(run(failed), 3_500, at(60))).toBe('exit code 7 · by hand 1 min ago')
})

test('an attempt says of how many it is, a waiting one its place and what it waits for', () => {
  expect(runTitle(run({ status: 'failed', attempt: 2 }), false)).toBe('Failed · attempt 2 of 3')
  expect(runTitle(run({ status: 'failed', attempt: 2, config: { retry: null } }), true)).toBe('Build · Failed · attempt 2')
  const waiting = run({ status: 'queued', startedAt: null, position: 3, waitsFor: 'its folder, where “Test” works' })
  expect(runTitle(waiting, true)).toBe('Build · Waiting #3')
  expect(runSentence(waiting, null, at(1))).toBe('waits for its folder, where “Test” works')
  expect(runFigure(waiting, 1_000, at(1))).toBe('')
})

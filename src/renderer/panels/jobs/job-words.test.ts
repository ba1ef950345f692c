import { expect, test } from 'vitest'
import type { Job } from '../../../shared/model/job.ts'
import { jobSentence } from './job-words.ts'

const none = { total: 0, succeeded: 0, failed: 0, running: 0, waiting: 0 }
const told = (status: Job['status'], progress: Partial<Job['progress']>, more: Partial<Job> = {}): string =>
  jobSentence({ goal: null, status, statusMessage: 'the whole sentence', iterations: 0, progress: { ...none, ...progress }, ...more })

test('a job says first what goes on, then what failed, and otherwise whether all is done', () => {
  expect(told('in_progress', { total: 5, running: 1, waiting: 2, failed: 1, succeeded: 1 })).toBe('1 running, 2 waiting, 1 failed')
  expect(told('completed', { total: 2, succeeded: 2 })).toBe('all succeeded')
  expect(told('pending', { total: 2 })).toBe('has not run yet')
  expect(told('pending', { total: 2, succeeded: 1 })).toBe('not all have run')
  expect(told('pending', {})).toBe('no tasks yet')
})

test('a goal job says what it says of itself, and a job that waits for a person says so', () => {
  expect(told('in_progress', { total: 4, running: 1 }, { goal: 'faster' })).toBe('the whole sentence')
  expect(told('awaiting_confirmation', {}, { goal: 'faster', iterations: 1 })).toBe('waits for you after 1 iteration')
})

import { expect, test } from 'vitest'
import type { JobId } from '../../shared/model/ids.ts'
import type { Job } from '../../shared/model/job.ts'
import { outlineOf } from './outline.ts'

const job = (id: string, more: object = {}): Job =>
  ({ id, name: id, parentJobId: null, place: null, labels: [], taskOrder: [], status: 'pending', ...more }) as unknown as Job
const jobs = (...all: readonly Job[]): ReadonlyMap<JobId, Job> => new Map(all.map((one) => [one.id, one]))

test('a job that only goes on changes no line; one that moves, is renamed, labelled, reordered, comes or goes does', () => {
  const first = jobs(job('a'), job('b'))
  expect(outlineOf({ jobs: first })).toBe(first)
  expect(outlineOf({ jobs: jobs(job('a', { status: 'in_progress' }), job('b')) })).toBe(first)
  for (const change of [{ parentJobId: 'b' }, { name: 'c' }, { labels: ['ci'] }, { taskOrder: ['t'] }, { place: 1 }]) {
    const next = jobs(job('a', change), job('b'))
    expect(outlineOf({ jobs: next })).toBe(next)
  }
  const fewer = jobs(job('b'))
  expect(outlineOf({ jobs: fewer })).toBe(fewer)
})

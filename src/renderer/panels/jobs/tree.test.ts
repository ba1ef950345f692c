import { expect, test } from 'vitest'
import type { JobId } from '../../../shared/model/ids.ts'
import type { Job } from '../../../shared/model/job.ts'
import { treeOf } from './tree.ts'

const job = (id: string, more: object = {}): Job =>
  ({ id, name: id, parentJobId: null, place: null, labels: [], taskOrder: [], ...more }) as unknown as Job
const jobs: ReadonlyMap<JobId, Job> = new Map(
  [
    job('deploy', { labels: ['CI', 'weekly'], taskOrder: ['t1'] }),
    job('lint', { parentJobId: 'deploy', labels: ['ci'] }),
    job('circus', {}),
  ].map((one) => [one.id, one]),
)
const lines = (filter: string, ...unfolded: readonly string[]): readonly string[] =>
  treeOf(jobs, { unfolded: new Set(unfolded), filter }).map(({ key }) => key)

test('children and tasks stand below an unfolded job only', () => {
  expect(lines('')).toEqual(['all', 'deploy', 'circus', 'unassigned'])
  expect(lines('', 'deploy')).toEqual(['all', 'deploy', 'lint', 't1', 'circus', 'unassigned'])
})

test('a filter finds names and labels, with # labels only, and shows what is above them', () => {
  expect(lines('ci')).toEqual(['all', 'deploy', 'lint', 'circus', 'unassigned'])
  expect(lines('#ci')).toEqual(['all', 'deploy', 'lint', 'unassigned'])
  expect(lines('#week')).toEqual(['all', 'deploy', 'unassigned'])
})

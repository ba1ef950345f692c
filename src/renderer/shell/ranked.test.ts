import { expect, test } from 'vitest'
import { ranked } from './ranked.ts'

test('what is named so comes before what only has the words', () => {
  const names = ['Allocate workers to a job…', 'Coworkers', 'Workers of yesterday', 'Workers', 'Queue']
  expect(ranked(names, (name) => name, 'workers')).toEqual(['Workers', 'Workers of yesterday', 'Allocate workers to a job…', 'Coworkers'])
  expect(ranked(names, (name) => name, '')).toBe(names)
})

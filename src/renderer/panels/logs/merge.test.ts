import { expect, test } from 'vitest'
import type { LogLine } from '../../../shared/model/log.ts'
import { merged } from './merge.ts'

const lines = (...seqs: number[]): LogLine[] => seqs.map((seq) => ({ seq, ts: '2026-01-01T00:00:00.000Z', stream: 'stderr', text: '' }))
const numbers = (list: readonly LogLine[]): number[] => list.map((line) => line.seq)

test('new lines come at the end', () => expect(numbers(merged(lines(1, 5), lines(7, 9)))).toEqual([1, 5, 7, 9]))
test('two streams are one log again, in its order, and no line is there twice', () =>
  expect(numbers(merged(lines(2, 5, 8), lines(1, 5, 6)))).toEqual([1, 2, 5, 6, 8]))

import { expect, test } from 'vitest'
import type { LogLine } from '../../../shared/model/log.ts'
import { createLogWindow } from './window.ts'

const lines = (from: number, to: number): LogLine[] =>
  Array.from({ length: to - from + 1 }, (_, index) => ({
    seq: from + index,
    ts: '2026-01-01T00:00:00.000Z',
    stream: 'stdout',
    text: `line ${from + index}`,
  }))

test('lines are found by their number, in whatever order they came', () => {
  const log = createLogWindow()
  log.put(lines(900, 1_100))
  log.put(lines(1, 20))
  expect(log.line(1)?.text).toBe('line 1')
  expect(log.line(1_001)?.text).toBe('line 1001')
  expect(log.line(500)).toBeUndefined()
  expect(log.last).toBe(1_100)
})

test('what is on the screen and not complete is asked for, page by page', () => {
  const log = createLogWindow()
  log.put(lines(1, 499))
  expect(log.look(1, 40, 499)).toEqual([])
  expect(log.look(1, 40, 500)).toEqual([0])
  expect(log.look(480, 1_200, 1_200)).toEqual([0, 1, 2])
  log.put(lines(500, 1_200))
  expect(log.look(480, 1_200, 1_200)).toEqual([])
})

test('of a long log the pages looked at longest ago are let go, those on the screen stay', () => {
  const log = createLogWindow(3)
  log.put(lines(1, 500))
  log.put(lines(501, 1_000))
  log.put(lines(1_001, 1_500))
  log.look(1, 40, 2_000)
  log.put(lines(1_501, 2_000))
  expect(log.line(1)).toBeDefined()
  expect(log.line(501)).toBeUndefined()
  expect(log.look(501, 540, 2_000)).toEqual([1])
})

test('a line that comes twice is counted once', () => {
  const log = createLogWindow()
  log.put(lines(1, 300))
  log.put(lines(200, 400))
  expect(log.look(1, 400, 400)).toEqual([])
  expect(log.look(1, 400, 401)).toEqual([0])
})

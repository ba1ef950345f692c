import { describe, expect, test } from 'vitest'
import {
  centred,
  endOf,
  heightFor,
  lineHeight,
  mostPixels,
  movedBy,
  positionAt,
  scrollTopAt,
  start,
  stretchAt,
  type Scrolled,
} from './scroll.ts'

const even = (total: number): Scrolled => ({ total, viewport: 360, heightOf: () => lineHeight })

describe('a log that fits into what a browser scrolls', () => {
  test('is as tall as its lines', () => expect(heightFor(even(1_000))).toBe(18_000))
  test('has the line in sight that the bar stands at', () => {
    expect(positionAt(even(1_000), 0)).toEqual(start)
    expect(positionAt(even(1_000), 18_000 - 360)).toEqual({ line: 981, above: 0 })
    expect(positionAt(even(1_000), 185)).toEqual({ line: 11, above: 5 })
  })
  test('of a few lines does not scroll', () => {
    expect(heightFor(even(3))).toBe(360)
    expect(endOf(even(3))).toEqual(start)
    expect(movedBy(even(3), start, 500)).toEqual(start)
    expect(scrollTopAt(even(3), start)).toBe(0)
  })
})

describe('a log of five million lines', () => {
  const long = even(5_000_000)
  test('is no taller than a browser can scroll', () => expect(heightFor(long)).toBe(mostPixels))
  test('reaches its first and its last line', () => {
    expect(positionAt(long, 0)).toEqual(start)
    expect(positionAt(long, mostPixels - 360)).toEqual({ line: 5_000_000 - 20 + 1, above: 0 })
  })
  test('moves by single pixels under a hand', () => {
    const middle = positionAt(long, mostPixels / 2)
    expect(movedBy(long, middle, 18).line).toBe(middle.line + 1)
    expect(movedBy(long, movedBy(long, middle, 1_000), -1_000)).toEqual(middle)
  })
  test('goes on where it was when the bar is set anew', () => {
    const position = { line: 3_141_592, above: 0 }
    const again = positionAt(long, scrollTopAt(long, position))
    expect(Math.abs(again.line - position.line)).toBeLessThanOrEqual(1)
  })
})

describe('wrapped lines', () => {
  const wrapped: Scrolled = { total: 100, viewport: 360, heightOf: (line) => (line % 10 === 0 ? 180 : 18) }
  test('count with their own height', () => {
    expect(movedBy(wrapped, start, 9 * 18)).toEqual({ line: 10, above: 0 })
    expect(movedBy(wrapped, start, 9 * 18 + 100)).toEqual({ line: 10, above: 100 })
    expect(movedBy(wrapped, { line: 11, above: 0 }, -20)).toEqual({ line: 10, above: 160 })
  })
  test('end with the last one at the lower edge', () => expect(endOf(wrapped)).toEqual({ line: 90, above: 162 }))
})

test('a line that was found is shown in the middle, at the ends as near as can be', () => {
  expect(centred(even(1_000), 500)).toEqual({ line: 490, above: 9 })
  expect(centred(even(1_000), 2)).toEqual(start)
  expect(centred(even(1_000), 1_000)).toEqual(endOf(even(1_000)))
})

test('only what is in sight and a little around it is drawn', () => {
  expect(stretchAt(even(1_000), { line: 500, above: 5 }, 10)).toEqual({ first: 490, last: 530, offset: -185 })
  expect(stretchAt(even(3), start, 10)).toEqual({ first: 1, last: 3, offset: 0 })
})

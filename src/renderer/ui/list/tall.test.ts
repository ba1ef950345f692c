import { describe, expect, test } from 'vitest'
import { isTall, mostPixels, scrolledHeight, scrollIntoSight, scrollToTop, topOf, type Tall } from './tall.ts'

const short: Tall = { count: 10_000, rowHeight: 44, viewport: 220 }
const million: Tall = { count: 1_000_000, rowHeight: 44, viewport: 220 }

describe('a list that a browser can scroll through', () => {
  test('has its rows where they are', () => {
    expect([isTall(short), scrolledHeight(short), topOf(short, 500, 12_345), scrollToTop(short, 500)]).toEqual([
      false,
      440_000,
      22_000,
      22_000,
    ])
  })
  test('brings a row into sight by the shortest way', () => {
    expect([3, 4, 5, 9].map((place) => scrollIntoSight(short, place, 176))).toEqual([132, 176, 176, 220])
  })
  test('of a few rows does not scroll', () => expect(topOf({ ...short, count: 3 }, 2, 0)).toBe(88))
})

describe('a list of a million rows', () => {
  const end = mostPixels - million.viewport
  test('is no taller than a browser scrolls', () => expect([isTall(million), scrolledHeight(million)]).toEqual([true, mostPixels]))
  test('has its first row at the upper and its last one at the lower edge', () => {
    expect(topOf(million, 0, 0)).toBe(0)
    expect(topOf(million, 999_999, end) - end).toBe(million.viewport - 44)
  })
  test('brings any row into sight from anywhere', () => {
    for (const place of [0, 1, 400_000, 762_601, 999_999])
      for (const from of [0, end / 3, end]) {
        const to = Math.round(scrollIntoSight(million, place, from))
        const above = topOf(million, place, to) - to
        expect(above).toBeGreaterThanOrEqual(-2)
        expect(above).toBeLessThanOrEqual(million.viewport - 44 + 2)
      }
  })
})

import fc from 'fast-check'
import { expect, test } from 'vitest'
import { placeAt, spread } from './places.ts'

test('a place is between its neighbours, or beyond the last one, or there is no room', () => {
  expect([placeAt([], 0), placeAt([5], 0), placeAt([5], 1), placeAt([1, 2], 1), placeAt([7, 7], 1)]).toEqual([0, 4, 6, 1.5, undefined])
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 0, max: 1_000 }), { minLength: 1, maxLength: 20 }), fc.nat(20), (found, at) => {
      const places = found.toSorted((one, other) => one - other)
      const index = Math.min(at, places.length)
      const place = placeAt(places, index)
      if (place === undefined) return places[index - 1] === places[index]
      return (places[index - 1] ?? -Infinity) < place && place < (places[index] ?? Infinity)
    }),
  )
})

test('spread places leave room between any two', () => {
  const places = spread([40, 40, 40], 4)
  expect(places).toEqual([40, 41, 42, 43])
  expect(placeAt(places, 2)).toBe(41.5)
})

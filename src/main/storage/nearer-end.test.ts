import fc from 'fast-check'
import { expect, test } from 'vitest'
import { fromNearerEnd } from './nearer-end.ts'

const small = fc.integer({ min: 0, max: 40 })

test('whichever end it is read from, a page holds the same rows in the same order', () => {
  fc.assert(
    fc.property(small, small, small, (total, limit, offset) => {
      const rows = Array.from({ length: total }, (_, index) => index)
      const page = fromNearerEnd({ limit, offset }, total)
      const read = (page.backwards ? rows.toReversed() : rows).slice(page.offset, page.offset + page.limit)
      expect(page.backwards ? read.toReversed() : read).toEqual(rows.slice(offset, offset + limit))
      expect(page.offset).toBeLessThanOrEqual(total / 2)
    }),
  )
})

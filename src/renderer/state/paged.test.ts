import { expect, test } from 'vitest'
import { appended, emptyList, idAt, outdated, placeIn, withPage } from './paged.ts'

const page = (...ids: string[]) => ids.map((id, place) => [place, id] as const)

test('a row that comes while a page is read is neither lost nor there twice', () => {
  const before = appended(emptyList, 'b')
  expect(before.version, 'the answer under way may not have it').toBe(1)

  const read = withPage(before, 1, 2, page('a', 'b'))
  expect(appended(read, 'b').total).toBe(2)

  const grown = appended(read, 'c')
  const answered = withPage(grown, 1, 2, page('a', 'b'))
  expect([answered.total, idAt(answered, 2)]).toEqual([3, 'c'])
})

test('what was read before a change is shown until it has been read again, and no longer trusted', () => {
  const two = withPage(withPage(emptyList, 0, 200, page('a')), 0, 200, [[150, 'x']])
  const changed = withPage(outdated(two), 1, 199, page('b'))
  expect([changed.total, idAt(changed, 0), idAt(changed, 150), changed.ids.has(150)]).toEqual([199, 'b', 'x', false])
})

test('a row is found wherever it stands, as long as nothing else stands there now', () => {
  const far = withPage(withPage(emptyList, 0, 1_000_000, page('a')), 0, 1_000_000, [[999_999, 'z']])
  expect(['a', 'z', 'unread'].map((id) => placeIn(far, id))).toEqual([0, 999_999, -1])
  const changed = withPage(outdated(far), 1, 999_999, page('b'))
  expect(['a', 'b', 'z'].map((id) => placeIn(changed, id))).toEqual([-1, 0, 999_999])
})

test('an answer to an earlier question does not replace one to a later question', () => {
  const changed = withPage(outdated(emptyList), 1, 1, page('new'))
  expect(withPage(changed, 0, 2, page('old', 'new'))).toBe(changed)
})

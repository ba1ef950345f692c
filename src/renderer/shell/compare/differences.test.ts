import fc from 'fast-check'
import { expect, test } from 'vitest'
import { differencesOf, withoutNoise } from './differences.ts'

const signs = { same: ' ', gone: '-', new: '+' } as const
const lettersOf = (text: string): string[] => Array.from(text)
const diff = (before: string, after: string): string =>
  differencesOf(lettersOf(before), lettersOf(after))
    .map(({ kind, text }) => `${signs[kind]}${text}`)
    .join(' ')

test('lines that stayed, went and came', () => {
  expect(diff('abc', 'abc')).toBe(' a  b  c')
  expect(diff('abcd', 'abxd')).toBe(' a  b -c +x  d')
  expect(diff('', 'ab')).toBe('+a +b')
  expect(diff('ab', '')).toBe('-a -b')
  expect(diff('abcabba', 'cbabac').replace(/[^-+]/g, '')).toHaveLength(5)
})

test('both sides can be put together again from the differences', () => {
  const lines = fc.array(fc.constantFrom('a', 'b', 'c'), { maxLength: 12 })
  fc.assert(
    fc.property(lines, lines, (before, after) => {
      const found = differencesOf(before, after)
      expect(found.filter(({ kind }) => kind !== 'new').map(({ text }) => text)).toEqual(before)
      expect(found.filter(({ kind }) => kind !== 'gone').map(({ text }) => text)).toEqual(after)
    }),
  )
})

test('what differs in every run is no difference', () => {
  expect(withoutNoise('2026-01-02T03:04:05.678Z done 0195d0f0-1111-7222-8333-444455556666')).toBe('<time> done <id>')
  expect(withoutNoise('\u001B[32mgreen\u001B[0m')).toBe('green')
})

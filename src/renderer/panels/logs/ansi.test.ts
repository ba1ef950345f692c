import { expect, test } from 'vitest'
import { plainText, spansOf } from './ansi.ts'

test('plain text is one piece', () => expect(spansOf('hello')).toEqual([{ text: 'hello' }]))
test('colours begin and end where they are set and reset', () => {
  expect(spansOf('a\u001b[31mb\u001b[0mc')).toEqual([{ text: 'a' }, { text: 'b', color: 'var(--ansi-1)' }, { text: 'c' }])
  expect(spansOf('\u001b[1;92mok\u001b[22m!')).toMatchObject([{ text: 'ok', bold: true, color: 'var(--ansi-2)' }, { text: '!', color: 'var(--ansi-2)' }])
})
test('256 colours and true colours', () => {
  expect(spansOf('\u001b[38;5;196mx')[0]).toMatchObject({ color: 'rgb(255 0 0)' })
  expect(spansOf('\u001b[48;2;1;2;3mx')[0]).toMatchObject({ background: 'rgb(1 2 3)' })
})
test('other sequences and control signs are left out', () => expect(plainText('\u001b]0;title\u0007a\u001b[2Kb\u001b[?25lc\u0000d')).toBe('abcd'))
test('a carriage return starts the line anew, one at the end is none', () => {
  expect(plainText('10%\r20%\r30%')).toBe('30%')
  expect(plainText('windows\r')).toBe('windows')
})
test('a broken sequence at the end does no harm', () => expect(plainText('x\u001b[31')).toContain('x'))

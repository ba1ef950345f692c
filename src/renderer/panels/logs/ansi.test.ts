import { expect, test } from 'vitest'
import { plainText, spansOf } from './ansi.ts'

const esc = '\u001b'

test('plain text is one piece', () => expect(spansOf('hello')).toEqual([{ text: 'hello' }]))
test('colours begin and end where they are set and reset', () => {
  expect(spansOf(`a${esc}[31mb${esc}[0mc`)).toEqual([{ text: 'a' }, { text: 'b', color: 'var(--ansi-1)' }, { text: 'c' }])
  expect(spansOf(`${esc}[1;92mok${esc}[22m!`)).toMatchObject([
    { text: 'ok', bold: true, color: 'var(--ansi-2)' },
    { text: '!', color: 'var(--ansi-2)' },
  ])
  expect(spansOf(`${esc}[2;3;4mx${esc}[23;24my`)).toMatchObject([
    { dim: true, italic: true, underline: true },
    { dim: true, italic: undefined, underline: undefined },
  ])
})
test('256 colours and true colours keep their hue, and can be read in light and dark', () => {
  expect(spansOf(`${esc}[38;5;196mx`)[0]?.color).toBe('oklch(from rgb(255 0 0) clamp(var(--ink-least), l, var(--ink-most)) c h)')
  expect(spansOf(`${esc}[38;5;9mx`)[0]?.color).toBe('var(--ansi-1)')
  expect(spansOf(`${esc}[48;2;1;2;3mx`)[0]).toMatchObject({ background: 'rgb(1 2 3)', color: 'white' })
  expect(spansOf(`${esc}[38:2:1:2:3mx`)[0]?.color).toContain('rgb(1 2 3)')
})
test('inverse changes ink and ground, and back', () => {
  expect(spansOf(`${esc}[31;7mx${esc}[27my`)).toMatchObject([
    { color: 'var(--ground)', background: 'var(--ansi-1)' },
    { color: 'var(--ansi-1)' },
  ])
  expect(spansOf(`${esc}[7mx`)).toMatchObject([{ color: 'var(--ground)', background: 'var(--text)' }])
})
test('a named ground is a tint on which every ink can be read', () =>
  expect(spansOf(`${esc}[37;41mx`)[0]).toMatchObject({
    color: 'var(--ansi-7)',
    background: 'color-mix(in oklch, var(--ansi-1) 24%, transparent)',
  }))
test('other sequences and control signs are left out', () =>
  expect(plainText(`${esc}]0;title\u0007a${esc}[5Ab${esc}[?25lc\u0000d${esc}]8;;x${esc}\\e`)).toBe('abcde'))
test('a carriage return writes over what was there, one at the end is none', () => {
  expect(plainText('10%\r20%\r30%')).toBe('30%')
  expect(plainText('100% done\r50%')).toBe('50%% done')
  expect(plainText('windows\r')).toBe('windows')
  expect(plainText('a\b\b\bb')).toBe('b')
})
test('what is left of a line keeps its style when its start is written over', () =>
  expect(spansOf(`${esc}[32mabcdef${esc}[0m\rxyz`)).toEqual([{ text: 'xyz' }, { text: 'def', color: 'var(--ansi-2)' }]))
test('erasing clears a progress bar that has become shorter', () => {
  expect(plainText(`downloading 9\r${esc}[Kdone`)).toBe('done')
  expect(plainText(`downloading 9${esc}[2K\rdone`)).toBe('done         ')
})
test('a broken sequence at the end does no harm', () => expect(plainText(`x${esc}[31`)).toContain('x'))
test('ten thousand returns in one line are read in no time', () => {
  const line = Array.from({ length: 10_000 }, (_, index) => `\r${index}`).join('')
  expect(plainText(line)).toBe('9999')
})

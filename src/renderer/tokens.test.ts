import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'

/*
 * What the colours promise, computed from the sheet itself: text AA on every ground, AAA in high contrast (WCAG 2).
 */

const sheet = readFileSync(join(import.meta.dirname, 'tokens.css'), 'utf8')

interface Colour {
  readonly lightness: number
  readonly chroma: number
  readonly hue: number
}
type Tokens = Readonly<Record<string, Colour>>

function tokensOf(selector: string): Tokens {
  const rules = sheet.split(`\n${selector} {`)[1]?.split('}')[0] ?? ''
  const found = rules.matchAll(/--([\w-]+): oklch\(([\d.]+)% ([\d.]+) ([\d.]+)\)/g)
  return Object.fromEntries(
    [...found].map(
      ([, name = '', lightness, chroma, hue]) =>
        [name, { lightness: Number(lightness) / 100, chroma: Number(chroma), hue: Number(hue) }] as const,
    ),
  )
}

const light = tokensOf(':root')
const dark = { ...light, ...tokensOf(":root[data-theme='dark']") }
const high = tokensOf(":root[data-contrast='high']")
const themes = {
  light: { tokens: light, least: 4.5 },
  dark: { tokens: dark, least: 4.5 },
  'light, high contrast': { tokens: { ...light, ...high }, least: 7 },
  'dark, high contrast': { tokens: { ...dark, ...high, ...tokensOf(":root[data-theme='dark'][data-contrast='high']") }, least: 7 },
}

const words = ['text', 'text-second', 'text-quiet', 'accent', 'grey', 'grey-blue', 'amber', 'blue', 'violet', 'green', 'red']
const grounds = ['ground', 'raised', 'sunken', 'hover', 'accent-soft']

test.each(Object.entries(themes))('%s: every word can be read on every ground', (_name, { tokens, least }) => {
  const pairs = [...words.flatMap((word) => grounds.map((ground) => [word, ground] as const)), ['accent-text', 'accent'] as const]
  const tooFaint = pairs
    .map(([word, ground]) => ({ word, ground, contrast: contrast(tokens[word], tokens[ground]) }))
    .filter((pair) => pair.contrast < least)
  expect(tooFaint).toEqual([])
})

function contrast(one: Colour | undefined, other: Colour | undefined): number {
  if (!one || !other) return 0
  const [darker = 0, lighter = 0] = [luminance(one), luminance(other)].toSorted((a, b) => a - b)
  return (lighter + 0.05) / (darker + 0.05)
}

/** From OKLCH by way of linear sRGB, as CSS Color 4 has it. */
function luminance({ lightness, chroma, hue }: Colour): number {
  const a = chroma * Math.cos((hue * Math.PI) / 180)
  const b = chroma * Math.sin((hue * Math.PI) / 180)
  const l = (lightness + 0.3963377774 * a + 0.2158037573 * b) ** 3
  const m = (lightness - 0.1055613458 * a - 0.0638541728 * b) ** 3
  const s = (lightness - 0.0894841775 * a - 1.291485548 * b) ** 3
  const red = 4.0767416621 * l - 3.3077115913 * m + 0.2309699292 * s
  const green = -1.2684380046 * l + 2.6097574011 * m - 0.3413193965 * s
  const blue = -0.0041960863 * l - 0.7034186147 * m + 1.707614701 * s
  const shown = (part: number): number => Math.min(1, Math.max(0, part))
  return 0.2126 * shown(red) + 0.7152 * shown(green) + 0.0722 * shown(blue)
}

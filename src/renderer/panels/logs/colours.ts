/*
 * The colours that a program asks for were chosen for a terminal's black or white ground. The sixteen named ones are the
 * theme's own; of the others the hue is kept, and the lightness held where it can be read on the theme's ground.
 */

export type Colour =
  { readonly kind: 'named'; readonly name: string } | { readonly kind: 'exact'; readonly rgb: readonly [number, number, number] }

/** One of the eight, bright or not. */
export const colourOf = (index: number): Colour => ({ kind: 'named', name: `var(--ansi-${index % 8})` })

/** What follows 38 or 48: `5;n` of 256 colours, or `2;r;g;b`. */
export function extended(codes: readonly number[]): { readonly colour: Colour | undefined; readonly used: number } {
  const [kind, first = 0, second = 0, third = 0] = codes
  if (kind === 5) return { colour: indexed(first), used: 2 }
  if (kind === 2) return { colour: { kind: 'exact', rgb: [first, second, third] }, used: 4 }
  return { colour: undefined, used: 0 }
}

function indexed(index: number): Colour {
  if (index < 16) return colourOf(index)
  if (index >= 232) return grey(8 + (index - 232) * 10)
  const cube = index - 16
  const level = (value: number): number => (value === 0 ? 0 : 55 + value * 40)
  return { kind: 'exact', rgb: [level(Math.floor(cube / 36)), level(Math.floor(cube / 6) % 6), level(cube % 6)] }
}

const grey = (level: number): Colour => ({ kind: 'exact', rgb: [level, level, level] })

const rgb = (colour: Colour): string => (colour.kind === 'named' ? colour.name : `rgb(${colour.rgb.join(' ')})`)

/** The colour of text, on its own ground where it has one. */
export function inkOn(ink: Colour | undefined, ground: Colour | undefined): string {
  if (ground?.kind === 'exact') return ink?.kind === 'exact' ? rgb(ink) : isLight(ground.rgb) ? 'black' : 'white'
  if (!ink) return 'var(--text)'
  return ink.kind === 'named' ? ink.name : `oklch(from ${rgb(ink)} clamp(var(--ink-least), l, var(--ink-most)) c h)`
}

/** A named colour behind text is a tint, so that every named ink can be read on it; behind inverse text it is itself. */
export const groundOf = (ground: Colour, strength: 'soft' | 'full'): string =>
  ground.kind === 'named' && strength === 'soft' ? `color-mix(in oklch, ${ground.name} 24%, transparent)` : rgb(ground)

const isLight = ([red, green, blue]: readonly [number, number, number]): boolean => red * 0.3 + green * 0.59 + blue * 0.11 > 140

import { colourOf, extended, groundOf, inkOn, type Colour } from './colours.ts'

/** A piece of a line in one style. */
export interface Span {
  readonly text: string
  readonly color?: string | undefined
  readonly background?: string | undefined
  readonly bold?: boolean | undefined
  readonly dim?: boolean | undefined
  readonly italic?: boolean | undefined
  readonly underline?: boolean | undefined
}

interface Style extends Omit<Span, 'text' | 'color' | 'background'> {
  readonly ink?: Colour | undefined
  readonly ground?: Colour | undefined
  readonly inverse?: boolean | undefined
}

const plain: Style = {}
const sequence = /\u001b(?:\[([0-9;:]*)[ -?]*([@-~])|\][^\u0007\u001b]*(?:\u0007|\u001b\\)?|[@-Z\\-_])|[\r\b]/g
const otherControls = /[\u0000-\u0008\u000b-\u001f\u007f]/g

/**
 * The styles of one line: colours and weights of ECMA-48's SGR; every other sequence is left out. A carriage return goes
 * back to the line's start and what follows overwrites, as a progress bar does.
 */
export function spansOf(line: string): readonly Span[] {
  const text = line.replace(/\r+$/, '')
  const cells = createCells()
  let style = plain
  let at = 0
  for (const match of text.matchAll(sequence)) {
    cells.write(text.slice(at, match.index).replace(otherControls, ''), style)
    at = match.index + match[0].length
    if (match[0] === '\r') cells.moveTo(0)
    if (match[0] === '\b') cells.moveTo(-1)
    if (match[2] === 'K') cells.erase(Number(match[1] ?? 0))
    if (match[2] === 'm') style = styled(style, (match[1] ?? '').split(/[;:]/).map(Number))
  }
  cells.write(text.slice(at).replace(otherControls, ''), style)
  return cells.spans()
}

/** Without any sequence: for copying and searching. */
export const plainText = (line: string): string =>
  spansOf(line)
    .map((span) => span.text)
    .join('')

interface Piece {
  readonly text: string
  readonly style: Style
}

/** A row of signs that can be written over. It is taken apart only where something is written over. */
function createCells() {
  let pieces: Piece[] = []
  let length = 0
  let column = 0

  /** The pieces between two columns. */
  const between = (from: number, to: number): Piece[] => {
    let start = 0
    return pieces.flatMap(({ text, style }) => {
      const kept = text.slice(Math.max(0, from - start), Math.max(0, to - start))
      start += text.length
      return kept === '' ? [] : [{ text: kept, style }]
    })
  }
  const become = (next: Piece[]): void => {
    pieces = next
    length = pieces.reduce((sum, { text }) => sum + text.length, 0)
  }
  return {
    write(text: string, style: Style): void {
      if (text === '') return
      const end = column + text.length
      if (column === length) {
        pieces.push({ text, style })
        length = end
      } else become([...between(0, column), { text, style }, ...between(end, length)])
      column = end
    },
    /** To the start of the line, or, below zero, back by as many. */
    moveTo(to: number): void {
      column = to < 0 ? Math.max(0, column + to) : to
    },
    /** 0: what stands right of here, 2: the whole line; what was left of here becomes blank. */
    erase(how: number): void {
      if (how === 0) become(between(0, column))
      else if (how === 2) become(column === 0 ? [] : [{ text: ' '.repeat(column), style: plain }])
    },
    spans: (): Span[] => pieces.map(({ text, style }) => ({ text, ...shown(style) })),
  }
}

/** What is drawn: with inverse, ink and ground change places. */
function shown({ ink, ground, inverse, ...rest }: Style): Omit<Span, 'text'> {
  if (inverse)
    return { ...rest, color: ground ? inkOn(ground, undefined) : 'var(--ground)', background: ink ? groundOf(ink, 'full') : 'var(--text)' }
  return {
    ...rest,
    ...((ink ?? ground) && { color: inkOn(ink, ground) }),
    ...(ground && { background: groundOf(ground, 'soft') }),
  }
}

function styled(before: Style, codes: readonly number[]): Style {
  let style = before
  for (let index = 0; index < codes.length; index++) {
    const code = codes[index] ?? 0
    if (code === 38 || code === 48) {
      const { colour, used } = extended(codes.slice(index + 1))
      style = code === 38 ? { ...style, ink: colour } : { ...style, ground: colour }
      index += used
    } else style = simple(style, code)
  }
  return style
}

const switches: Readonly<Record<number, Style>> = {
  1: { bold: true },
  2: { dim: true },
  3: { italic: true },
  4: { underline: true },
  7: { inverse: true },
  22: { bold: undefined, dim: undefined },
  23: { italic: undefined },
  24: { underline: undefined },
  27: { inverse: undefined },
  39: { ink: undefined },
  49: { ground: undefined },
}

function simple(style: Style, code: number): Style {
  if (code === 0) return plain
  const change = switches[code]
  if (change) return { ...style, ...change }
  const colour = colourOf(code % 10)
  if ((code >= 30 && code <= 37) || (code >= 90 && code <= 97)) return { ...style, ink: colour }
  if ((code >= 40 && code <= 47) || (code >= 100 && code <= 107)) return { ...style, ground: colour }
  return style
}

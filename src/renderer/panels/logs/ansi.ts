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

type Style = Omit<Span, 'text'>

 
const sequence = /\u001b(?:\[([0-?]*)[ -/]*([@-~])|\][^\u0007\u001b]*(?:\u0007|\u001b\\)?|[@-Z\\-_])/g
 
const otherControls = /[\u0000-\u0008\u000b-\u001a\u001c-\u001f\u007f]/g

/**
 * The styles of one line: colours and weights of ECMA-48's SGR; every other sequence is left out. A carriage return starts
 * the line anew, as a progress bar does, so only what was written last is shown.
 */
export function spansOf(line: string): readonly Span[] {
  const shown = line.replace(/\r+$/, '')
  const text = shown.slice(shown.lastIndexOf('\r') + 1)
  const spans: Span[] = []
  let style: Style = {}
  let at = 0
  const add = (to: number): void => {
    const piece = text.slice(at, to).replace(otherControls, '')
    if (piece !== '') spans.push({ text: piece, ...style })
  }
  for (const match of text.matchAll(sequence)) {
    add(match.index)
    at = match.index + match[0].length
    if (match[2] === 'm') style = styled(style, (match[1] ?? '').split(/[;:]/).map(Number))
  }
  add(text.length)
  return spans
}

/** Without any sequence: for copying and searching. */
export const plainText = (line: string): string => spansOf(line).map((span) => span.text).join('')

function styled(before: Style, codes: readonly number[]): Style {
  let style = before
  for (let index = 0; index < codes.length; index++) {
    const code = codes[index] ?? 0
    if (code === 38 || code === 48) {
      const { color, used } = extended(codes.slice(index + 1))
      style = code === 38 ? { ...style, color } : { ...style, background: color }
      index += used
    } else style = simple(style, code)
  }
  return style
}

function simple(style: Style, code: number): Style {
  if (code === 0) return {}
  if (code === 1) return { ...style, bold: true }
  if (code === 2) return { ...style, dim: true }
  if (code === 3) return { ...style, italic: true }
  if (code === 4) return { ...style, underline: true }
  if (code === 7) return { ...style, color: style.background ?? 'var(--ground)', background: style.color ?? 'var(--text)' }
  if (code === 22) return { ...style, bold: undefined, dim: undefined }
  if (code === 23) return { ...style, italic: undefined }
  if (code === 24) return { ...style, underline: undefined }
  if (code === 27) return { ...style, color: undefined, background: undefined }
  if (code === 39) return { ...style, color: undefined }
  if (code === 49) return { ...style, background: undefined }
  if ((code >= 30 && code <= 37) || (code >= 90 && code <= 97)) return { ...style, color: `var(--ansi-${code % 10})` }
  if ((code >= 40 && code <= 47) || (code >= 100 && code <= 107)) return { ...style, background: `var(--ansi-${code % 10})` }
  return style
}

/** `5;n` of 256 colours, or `2;r;g;b`. */
function extended(codes: readonly number[]): { readonly color: string | undefined; readonly used: number } {
  const [kind, first = 0, second = 0, third = 0] = codes
  if (kind === 5) return { color: indexed(first), used: 2 }
  if (kind === 2) return { color: `rgb(${first} ${second} ${third})`, used: 4 }
  return { color: undefined, used: 0 }
}

function indexed(index: number): string {
  if (index < 16) return `var(--ansi-${index % 8})`
  if (index >= 232) return `oklch(${Math.round(((index - 232) / 23) * 90 + 5)}% 0 0)`
  const cube = index - 16
  const level = (value: number): number => value === 0 ? 0 : 55 + value * 40
  return `rgb(${level(Math.floor(cube / 36))} ${level(Math.floor(cube / 6) % 6)} ${level(cube % 6)})`
}

/*
 * A large JSON list, entry by entry: JSON.parse of all of it would stop everything else for as long as it takes.
 */

const code = { quote: 0x22, backslash: 0x5c, comma: 0x2c, open: [0x5b, 0x7b], close: [0x5d, 0x7d] } as const

/**
 * May rest after each entry.
 *
 * @throws where the text is no list, or is torn
 */
export function* listIn(bytes: Buffer): Generator<void, unknown[]> {
  const entries: unknown[] = []
  let from = startOf(bytes)
  for (;;) {
    const to = endOfEntry(bytes, from)
    const text = bytes.toString('utf8', from, to)
    const isLast = bytes[to] !== code.comma
    if (!isLast || entries.length > 0 || text.trim() !== '') entries.push(JSON.parse(text))
    from = to + 1
    if (isLast) break
    yield
  }
  if (bytes.toString('utf8', from).trim() !== '') throw new SyntaxError('There is something behind the list')
  return entries
}

const isBlank = (byte: number | undefined): boolean => byte === 0x20 || byte === 0x0a || byte === 0x0d || byte === 0x09

function startOf(bytes: Buffer): number {
  let at = 0
  while (isBlank(bytes[at])) at++
  if (bytes[at] !== code.open[0]) throw new SyntaxError('This is no list')
  return at + 1
}

/** Where the comma behind the entry is, or the end of the list. */
function endOfEntry(bytes: Buffer, from: number): number {
  let depth = 0
  for (let at = from; at < bytes.length; at++) {
    const byte = bytes[at] ?? 0
    if (byte === code.quote) at = endOfText(bytes, at)
    else if (depth === 0 && (byte === code.comma || byte === code.close[0])) return at
    else if (byte === code.open[0] || byte === code.open[1]) depth++
    else if (byte === code.close[0] || byte === code.close[1]) depth--
  }
  throw new SyntaxError('The list has no end')
}

/** The quote that ends the text that begins here: one before which there is no backslash, or an even number of them. */
function endOfText(bytes: Buffer, quote: number): number {
  for (let at = bytes.indexOf(code.quote, quote + 1); at !== -1; at = bytes.indexOf(code.quote, at + 1)) {
    let before = at - 1
    while (bytes[before] === code.backslash) before--
    if ((at - before) % 2 === 1) return at
  }
  throw new SyntaxError('A text has no end')
}

import { JSONParser } from '@streamparser/json'

/** So much is read before others may have their turn. */
const pieceBytes = 64 * 1024

/**
 * A large JSON list, piece by piece: JSON.parse of all of it would stop everything else for as long as it takes. May rest after
 * each piece.
 *
 * @throws where the text is no list, or is torn
 */
export function* listIn(bytes: Buffer): Generator<void, unknown[]> {
  const entries: unknown[] = []
  const parser = new JSONParser({ paths: ['$.*'], keepStack: false })
  parser.onValue = ({ key, value }) => {
    if (typeof key !== 'number') throw new SyntaxError('This is no list')
    entries.push(value)
  }
  for (let from = 0; from < bytes.length; from += pieceBytes) {
    parser.write(bytes.subarray(from, from + pieceBytes))
    yield
  }
  if (!parser.isEnded) parser.end()
  return entries
}

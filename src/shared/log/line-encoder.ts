import { letterOf, linesPerMark, longestText, newline, prefixBytes, timeBytes } from './format.ts'

/** Encoded lines on their way to the disk. `marks` are offsets in the file, one for every line that the index notes. */
export interface Batch {
  readonly bytes: Buffer
  readonly words: DataView
  used: number
  lines: number
  marks: number[]
}

/** Each log begins with a small one: most never fill it. */
export const batchBytes = { small: 131_072, large: 1_048_576 } as const
const longestLine = prefixBytes + longestText + 4

export function newBatch(which: keyof typeof batchBytes): Batch {
  const bytes = Buffer.allocUnsafeSlow(batchBytes[which])
  return { bytes, words: viewOf(bytes), used: 0, lines: 0, marks: [] }
}

const viewOf = ({ buffer, byteOffset, length }: Buffer): DataView => new DataView(buffer, byteOffset, length)

export interface LineEncoder {
  /** Takes what a process printed, as it came: lines may start and end anywhere in it. */
  output(stream: 'stdout' | 'stderr', bytes: Buffer): void
  system(text: string): void
  /** Writes down lines that have begun and will not end. */
  finish(): void
}

interface Deps {
  readonly now: () => number
  /** Where the file stands before the first line written here. */
  readonly from: { readonly bytes: number; readonly lines: number }
  /** The batch being filled. */
  readonly current: () => Batch
  /** Hands the full batch on and answers an empty one. */
  readonly next: () => Batch
}

/** Turns bytes into timed lines. This is where all output passes: one loop copies, finds line ends and puts prefixes. */
export function createLineEncoder({ now, from, current, next }: Deps): LineEncoder {
  const begun = { stdout: createText(), stderr: createText() }
  // One byte longer than it is, so that it is made of whole words; the text comes over the last one.
  const prefix = Buffer.from('0000-00-00T00:00:00.000Z o  ')
  const prefixWords = viewOf(prefix)
  let prefixTime = -1
  /** Where in the file the next line will stand. */
  let offset = from.bytes
  let lines = from.lines

  function setPrefix(letter: string): void {
    const time = now()
    if (time !== prefixTime) prefix.write(new Date(time).toISOString(), 0, timeBytes, 'latin1')
    prefixTime = time
    prefix.write(letter, timeBytes + 1, 'latin1')
  }

  function roomForLine(): Batch {
    const batch = current()
    return batch.bytes.length - batch.used >= longestLine ? batch : next()
  }

  function countLine(batch: Batch): void {
    if (lines > 0 && lines % linesPerMark === 0) batch.marks.push(offset)
    lines += 1
    batch.lines += 1
  }

  function advance(batch: Batch, bytes: number): void {
    batch.used += bytes
    offset += bytes
  }

  function put(letter: string, text: Buffer): void {
    setPrefix(letter)
    const batch = roomForLine()
    countLine(batch)
    batch.bytes.set(prefix, batch.used)
    batch.bytes.set(text, batch.used + prefixBytes)
    batch.bytes[batch.used + prefixBytes + text.length] = newline
    advance(batch, prefixBytes + text.length + 1)
  }

  /** Only whole lines: the byte before `end` is a newline. */
  function putWholeLines(letter: string, source: Buffer, start: number, end: number): void {
    setPrefix(letter)
    const from = viewOf(source)
    for (let at = start; at < end;) {
      const batch = roomForLine()
      countLine(batch)
      for (let i = 0; i < prefixBytes; i += wordBytes) batch.words.setInt32(batch.used + i, prefixWords.getInt32(i))
      const length = copyLine({ from, at, to: batch.words, used: batch.used + prefixBytes })
      advance(batch, prefixBytes + length)
      at += length
    }
  }

  function begin(stream: 'stdout' | 'stderr', piece: Buffer): void {
    let rest = piece
    const text = begun[stream]
    while (text.length + rest.length > longestText) {
      rest = rest.subarray(text.append(rest))
      text.takeWholeCharacters((whole) => {
        put(letterOf[stream].toUpperCase(), whole)
      })
    }
    text.append(rest)
  }

  function outputPiece(stream: 'stdout' | 'stderr', piece: Buffer): void {
    const last = piece.lastIndexOf(newline)
    if (last < 0) {
      begin(stream, piece)
      return
    }
    let start = 0
    if (begun[stream].length > 0) {
      start = piece.indexOf(newline) + 1
      begin(stream, piece.subarray(0, start - 1))
      begun[stream].take((text) => {
        put(letterOf[stream], text)
      })
    }
    putWholeLines(letterOf[stream], piece, start, last + 1)
    begin(stream, piece.subarray(last + 1))
  }

  return {
    output(stream, bytes) {
      for (let at = 0; at < bytes.length; at += longestText) outputPiece(stream, bytes.subarray(at, at + longestText))
    },
    system(text) {
      for (const line of text.split('\n')) put(letterOf.system, Buffer.from(line).subarray(0, longestText))
    },
    finish() {
      for (const stream of ['stdout', 'stderr'] as const) {
        if (begun[stream].length > 0)
          begun[stream].take((text) => {
            put(letterOf[stream].toUpperCase(), text)
          })
      }
    },
  }
}

const wordBytes = 4

interface Copy {
  readonly from: DataView
  readonly at: number
  readonly to: DataView
  readonly used: number
}

/** Copies up to the next newline, with it, and answers how many bytes that were. There must be one. */
function copyLine({ from, at, to, used }: Copy): number {
  const lastWord = from.byteLength - wordBytes
  let i = 0
  for (; at + i <= lastWord; i += wordBytes) {
    const word = from.getInt32(at + i)
    // Four bytes at once: the outcome is not zero exactly when one of them is a newline.
    const zeroAtNewline = word ^ 0x0a0a0a0a
    if (((zeroAtNewline - 0x01010101) & ~zeroAtNewline & 0x80808080) !== 0) break
    to.setInt32(used + i, word)
  }
  for (let byte = -1; byte !== newline; i++) {
    byte = from.getUint8(at + i)
    to.setUint8(used + i, byte)
  }
  return i
}

/** The beginning of a line whose end has not come yet. */
function createText() {
  let bytes: Buffer | null = null
  let used = 0
  return {
    get length() {
      return used
    },
    /** Answers how much fitted. */
    append(piece: Buffer): number {
      if (piece.length === 0) return 0
      bytes ??= Buffer.allocUnsafeSlow(longestText)
      const fits = Math.min(piece.length, longestText - used)
      piece.copy(bytes, used, 0, fits)
      used += fits
      return fits
    },
    take(use: (text: Buffer) => void): void {
      if (bytes) use(bytes.subarray(0, used))
      used = 0
    },
    /** Leaves a character behind that is not complete yet. */
    takeWholeCharacters(use: (text: Buffer) => void): void {
      if (!bytes) return
      const whole = used - unfinishedCharacter(bytes, used)
      use(bytes.subarray(0, whole))
      bytes.copyWithin(0, whole, used)
      used -= whole
    },
  }
}

/** How many of the last bytes are the beginning of a UTF-8 character that needs more. */
function unfinishedCharacter(bytes: Buffer, end: number): number {
  for (let back = 1; back <= 3 && back <= end; back++) {
    const byte = bytes[end - back] ?? 0
    if (byte < 0x80) return 0
    if (byte < 0xc0) continue
    const needed = byte >= 0xf0 ? 4 : byte >= 0xe0 ? 3 : 2
    return needed > back ? back : 0
  }
  return 0
}

import { appendFileSync, mkdtempSync, readFileSync, rmSync, statSync, symlinkSync, truncateSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { indexFileOf } from './format.ts'
import { readLogPage, readLogSize, readOutput, searchLog } from './reader.ts'
import { repairLog } from './repair.ts'
import { openLogWriter, type LogWriter } from './writer.ts'

let folder: string
let file: string

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'yardmaster-log-'))
  file = join(folder, 'run.log')
})
afterEach(() => {
  rmSync(folder, { recursive: true, force: true })
})

const noon = Date.parse('2026-11-24T12:00:00.000Z')
const open = (): Promise<LogWriter> => openLogWriter({ file, now: () => noon, grown: () => {} })

async function write(...pieces: readonly (string | Buffer)[]) {
  const log = await open()
  for (const piece of pieces) log.output('stdout', Buffer.from(piece))
  return log.close()
}

async function texts(query: Partial<Parameters<typeof readLogPage>[1]> = {}): Promise<string[]> {
  const { lines } = await readLogPage(file, { fromLine: 1, limit: 10_000, ...query })
  return lines.map((line) => line.text)
}

async function output(stream?: 'stdout' | 'stderr'): Promise<string> {
  let all = ''
  for await (const piece of readOutput(file, stream)) all += piece
  return all
}

/** Numbered lines, a mark of the index every 256th of them. */
const numbered = (count: number): string => Array.from({ length: count }, (_, i) => `line ${i + 1}\n`).join('')

describe('writing', () => {
  test('a log is a text that a person can read', async () => {
    const log = await open()
    log.output('stdout', Buffer.from('out\n'))
    log.output('stderr', Buffer.from('err\n'))
    log.system('stopped')
    await log.close()
    expect(readFileSync(file, 'utf8')).toBe(
      '2026-11-24T12:00:00.000Z o out\n2026-11-24T12:00:00.000Z e err\n2026-11-24T12:00:00.000Z s stopped\n',
    )
  })

  test('lines of any length come out as they went in, whatever pieces they arrive in', async () => {
    const lines = Array.from({ length: 300 }, (_, i) => 'abcdefghij'.repeat(i % 40).slice(0, i))
    const whole = Buffer.from(`${lines.join('\n')}\n`)
    for (const size of [1, 2, 3, 5, 7, 64, 4_096]) {
      rmSync(file, { force: true })
      await write(...Array.from({ length: Math.ceil(whole.length / size) }, (_, i) => whole.subarray(i * size, (i + 1) * size)))
      expect(await texts()).toEqual(lines)
    }
  })

  test('a character that arrives in two pieces stays whole', async () => {
    const word = Buffer.from('grün 🚂\n')
    await write(...Array.from(word, (_, i) => word.subarray(i, i + 1)))
    expect(await texts()).toEqual(['grün 🚂'])
  })

  test('bytes that are no text are replaced when they are read, and NUL and carriage returns stay', async () => {
    await write(Buffer.from([0x61, 0xff, 0x62, 0x00, 0x0d, 0x0a]))
    expect(await texts()).toEqual(['a\u{fffd}b\0\r'])
  })

  test('a line of ten megabytes is cut, and is one line again in the output', async () => {
    const long = '🚂é'.repeat(1_750_000)
    await write(`${long}\nafter\n`)
    expect((await texts()).every((text) => Buffer.byteLength(text) <= 65_536 && !text.includes('\u{fffd}'))).toBe(true)
    expect((await output()) === `${long}\nafter\n`).toBe(true)
  })

  test('a last line without a newline gets none in the output', async () => {
    await write('one\ntwo')
    expect(await texts()).toEqual(['one', 'two'])
    expect(await output()).toBe('one\ntwo')
  })

  test('both streams stand in the order in which their lines were complete', async () => {
    const log = await open()
    log.output('stdout', Buffer.from('be'))
    log.output('stderr', Buffer.from('warning\n'))
    log.output('stdout', Buffer.from('gun\n'))
    log.system('a remark')
    await log.close()
    expect(await texts()).toEqual(['warning', 'begun', 'a remark'])
    expect(await output()).toBe('warning\nbegun\n')
    expect(await output('stderr')).toBe('warning\n')
  })

  test('the size is that of the file, and the number of its lines', async () => {
    const size = await write(numbered(1_000))
    expect(size).toEqual({ bytes: statSync(file).size, lines: 1_000 })
    expect(await readLogSize(file)).toEqual(size)
  })

  test('a log that is opened again goes on where it ended', async () => {
    await write(numbered(300))
    expect(await write(numbered(300))).toMatchObject({ lines: 600 })
    expect(await texts({ fromLine: 600 })).toEqual(['line 300'])
    expect(await texts({ fromLine: 513, limit: 1 })).toEqual(['line 213'])
  })

  test.runIf(process.platform === 'linux')('a full disk is told, and loses output, but nothing hangs', async () => {
    symlinkSync('/dev/full', file)
    const log = await open()
    log.output('stdout', Buffer.alloc(200_000, 'x\n'))
    await log.caughtUp()
    expect(await log.close()).toEqual({ bytes: 0, lines: 0 })
    expect(log.failure).toContain('ENOSPC')
  })

  test('a flood makes the writer say that it is behind, and it catches up', async () => {
    const log = await open()
    const flood = Buffer.from(`${'x'.repeat(79)}\n`.repeat(100_000))
    log.output('stdout', flood)
    expect(log.behind).toBe(true)
    await log.caughtUp()
    expect(log.behind).toBe(false)
    expect(await log.close()).toMatchObject({ lines: 100_000 })
  })
})

describe('reading', () => {
  test.each([1, 2, 256, 257, 258, 512, 513, 1_999, 2_000])('a page may begin at line %i', async (fromLine) => {
    await write(numbered(2_000))
    const page = await readLogPage(file, { fromLine, limit: 2 })
    const expected = [fromLine, fromLine + 1].filter((line) => line <= 2_000)
    expect(page.lines.map((line) => [line.seq, line.text])).toEqual(expected.map((line) => [line, `line ${line}`]))
    expect(page.next).toBe(fromLine + expected.length)
  })

  test('a page after the end is empty, and says where the next line will stand', async () => {
    await write(numbered(3))
    expect(await readLogPage(file, { fromLine: 50, limit: 10 })).toMatchObject({ lines: [], next: 4 })
  })

  test('a line has its number, time, stream and text', async () => {
    await write('hello\n')
    const { lines } = await readLogPage(file, { fromLine: 1, limit: 1 })
    expect(lines).toEqual([{ seq: 1, ts: '2026-11-24T12:00:00.000Z', stream: 'stdout', text: 'hello' }])
  })

  test('a page of one stream, or of lines with a text, keeps the numbers of the whole log', async () => {
    const log = await open()
    for (let i = 1; i <= 600; i++) log.output(i % 2 ? 'stdout' : 'stderr', Buffer.from(`line ${i}\n`))
    await log.close()
    const errors = await readLogPage(file, { fromLine: 500, limit: 2, stream: 'stderr' })
    expect(errors.lines.map((line) => line.seq)).toEqual([500, 502])
    expect(errors.next).toBe(503)
    const found = await readLogPage(file, { fromLine: 1, limit: 10, q: '99' })
    expect(found.lines.map((line) => line.seq)).toEqual([99, 199, 299, 399, 499, 599])
  })

  test('a line that is still being written is not a line yet', async () => {
    await write('one\n')
    appendFileSync(file, '2026-11-24T12:00:00.000Z o tw')
    expect(await texts()).toEqual(['one'])
    appendFileSync(file, 'o\n')
    expect(await texts()).toEqual(['one', 'two'])
  })

  test('reading goes on while the log is written', async () => {
    const log = await open()
    const seen: number[] = []
    for (let round = 0; round < 20; round++) {
      log.output('stdout', Buffer.from(numbered(500)))
      const { lines } = await readLogPage(file, { fromLine: seen.length + 1, limit: 10_000 })
      seen.push(...lines.map((line) => line.seq))
    }
    await log.close()
    const { lines } = await readLogPage(file, { fromLine: seen.length + 1, limit: 10_000 })
    seen.push(...lines.map((line) => line.seq))
    expect(seen).toEqual(Array.from({ length: 10_000 }, (_, i) => i + 1))
  })

  test('a run without a log has an empty one', async () => {
    expect(await readLogSize(file)).toEqual({ bytes: 0, lines: 0 })
    expect(await texts()).toEqual([])
    expect(await searchLog(file, 'x', 10)).toEqual({ matches: 0, lines: [] })
    expect(await output()).toBe('')
  })
})

describe('searching', () => {
  test('all lines with the text are counted, the first of them named', async () => {
    await write(numbered(20_000))
    const { matches, lines } = await searchLog(file, '777', 3)
    const expected = Array.from({ length: 20_000 }, (_, i) => i + 1).filter((line) => String(line).includes('777'))
    expect({ matches, lines }).toEqual({ matches: expected.length, lines: expected.slice(0, 3) })
  })

  test('numbers are right in a log of many blocks, at both ends of each', async () => {
    const wide = Array.from({ length: 30_000 }, (_, i) => `${i % 97 === 0 ? 'needle' : 'hay'} ${'.'.repeat(i % 150)}\n`).join('')
    await write(wide)
    const { lines } = await searchLog(file, 'needle', 10_000)
    expect(lines).toEqual(Array.from({ length: Math.ceil(30_000 / 97) }, (_, i) => i * 97 + 1))
  })

  test.each(['2026', ' o ', 'Z o', ':00'])('the time and stream before a line are not searched: %s', async (q) => {
    await write(numbered(50))
    expect(await searchLog(file, q, 10)).toEqual({ matches: 0, lines: [] })
    expect(await texts({ q })).toEqual([])
  })

  test('a line that contains the text twice is one match', async () => {
    await write('ab ab\nb\nab\n')
    expect(await searchLog(file, 'ab', 10)).toEqual({ matches: 2, lines: [1, 3] })
  })

  test('the text is taken literally', async () => {
    await write('a.c\nabc\n[x]\n')
    expect(await searchLog(file, 'a.c', 10)).toEqual({ matches: 1, lines: [1] })
    expect(await searchLog(file, '[x]', 10)).toEqual({ matches: 1, lines: [3] })
  })
})

describe('after the writer was killed', () => {
  test('a torn last line is kept as far as it was written', async () => {
    await write(numbered(2))
    appendFileSync(file, '2026-11-24T12:00:00.000Z o tor')
    const size = await repairLog(file)
    expect(size).toEqual({ bytes: statSync(file).size, lines: 3 })
    expect(await texts()).toEqual(['line 1', 'line 2', 'tor'])
    expect(await output()).toBe('line 1\nline 2\ntor')
  })

  test('a last line of which not even the time was written is dropped', async () => {
    await write(numbered(2))
    appendFileSync(file, '2026-11-24T12:')
    expect(await repairLog(file)).toEqual({ bytes: statSync(file).size, lines: 2 })
    expect(await texts()).toEqual(['line 1', 'line 2'])
  })

  test.each([
    [
      'is gone',
      (index: string) => {
        rmSync(index)
      },
    ],
    [
      'lags',
      (index: string) => {
        truncateSync(index, 8)
      },
    ],
    [
      'is torn',
      (index: string) => {
        truncateSync(index, 13)
      },
    ],
    [
      'is full of nothing',
      (index: string) => {
        writeFileSync(index, Buffer.alloc(56))
      },
    ],
    [
      'speaks of lines that are not there',
      (index: string) => {
        appendFileSync(index, Buffer.alloc(8, 0x41))
      },
    ],
  ])('every line is found where the index %s, before and after a repair', async (_what, spoil) => {
    await write(numbered(2_000))
    spoil(indexFileOf(file))
    for (const _round of ['before', 'after']) {
      expect(await texts({ fromLine: 1_500, limit: 1 })).toEqual(['line 1500'])
      expect(await searchLog(file, 'line 1999', 10)).toEqual({ matches: 1, lines: [1_999] })
      expect(await readLogSize(file)).toMatchObject({ lines: 2_000 })
      await repairLog(file)
    }
    expect(statSync(indexFileOf(file)).size).toBe(7 * 8)
  })
})

import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import type { LogLine } from '../../../shared/model/log.ts'
import { emptyTranscript, extended, passagesOf } from './transcript.ts'

const lines = (texts: readonly string[], stream: LogLine['stream'] = 'stdout'): LogLine[] =>
  texts.map((text, index) => ({ seq: index + 1, ts: '2026-01-01T00:00:00.000Z', stream, text }))
const fixture = readFileSync(join(import.meta.dirname, '../../../shared/transcript/fixtures/claude-tools.jsonl'), 'utf8')
  .trimEnd()
  .split('\n')

test('calls carry their results, and what is no event stands as it is', () => {
  const { blocks } = extended(emptyTranscript, lines(fixture))
  expect(blocks.map((block) => block.kind)).toEqual(['session', 'thinking', 'text', 'tool', 'line', 'line', 'tool', 'text', 'result'])
  expect(blocks[3]).toMatchObject({ name: 'Bash', result: { isError: true } })
})

test('it is the same whether it comes at once or line by line', () => {
  const oneByOne = lines(fixture).reduce((transcript, line) => extended(transcript, [line]), emptyTranscript)
  expect(oneByOne).toEqual(extended(emptyTranscript, lines(fixture)))
})

test('an endless line, which the log keeps in pieces, is one event', () => {
  const whole = JSON.stringify({ type: 'assistant', message: { content: [{ type: 'text', text: 'x'.repeat(150_000) }] } })
  const pieces = whole.match(/.{1,65536}/gs) ?? []
  expect(pieces).toHaveLength(3)
  expect(extended(emptyTranscript, lines(pieces)).blocks).toMatchObject([{ kind: 'text', text: 'x'.repeat(150_000) }])
})

test('errors of the process stand between', () => {
  expect(extended(emptyTranscript, lines(['boom'], 'stderr')).blocks).toEqual([{ kind: 'line', isError: true, text: 'boom' }])
})

test('fenced code is told from prose', () => {
  expect(passagesOf('Look:\n\n```ts\nconst a = 1\n```\nDone.')).toEqual([
    { code: false, text: 'Look:' },
    { code: true, text: 'const a = 1' },
    { code: false, text: 'Done.' },
  ])
})

import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { readAnyTranscript, readTranscript } from './read.ts'

const linesOf = (name: string): string[] =>
  readFileSync(join(import.meta.dirname, 'fixtures', name), 'utf8')
    .trimEnd()
    .split('\n')
const items = (name: string) => linesOf(name).flatMap(readAnyTranscript)

test('a stream of claude reads as what was said, thought, done and what came of it', () => {
  expect(items('claude-tools.jsonl').map((item) => item.kind)).toEqual([
    'session',
    'thinking',
    'text',
    'tool',
    'toolResult',
    'tool',
    'toolResult',
    'text',
    'result',
  ])
  expect(items('claude-tools.jsonl').find((item) => item.kind === 'tool')).toMatchObject({ name: 'Bash', summary: 'npm run lint' })
  expect(items('claude-tools.jsonl').filter((item) => item.kind === 'toolResult')).toMatchObject([
    { isError: true },
    { isError: false, text: 'The file has been updated.' },
  ])
})

test('a limit that an older version tells in its result is understood', () => {
  const line = JSON.stringify({ type: 'result', is_error: true, result: 'Claude AI usage limit reached|4102444800' })
  expect(readTranscript('claude', line)).toMatchObject([
    { kind: 'rateLimit', until: '2100-01-01T00:00:00.000Z' },
    { kind: 'result', isError: true },
  ])
})

test('a stream of codex reads the same way', () => {
  expect(items('codex.jsonl').map((item) => item.kind)).toEqual(['session', 'thinking', 'tool', 'toolResult', 'tool', 'text', 'result'])
})

test('no line whatever breaks the reading', () => {
  const words = fc.constantFrom(
    'type',
    'message',
    'content',
    'result',
    'assistant',
    'user',
    'system',
    'init',
    'usage',
    'item',
    'item.completed',
    'is_error',
    'tool_use',
    'rate_limit_event',
    'resetsAt',
  )
  const anything = fc.letrec((tie) => ({
    value: fc.oneof(
      { maxDepth: 4 },
      words,
      fc.double(),
      fc.integer(),
      fc.boolean(),
      fc.constant(null),
      fc.array(tie('value'), { maxLength: 3 }),
      fc.dictionary(words, tie('value'), { maxKeys: 5 }),
    ),
  })).value
  fc.assert(
    fc.property(anything, (value) => {
      for (const dialect of ['claude', 'codex', 'text'] as const)
        expect(Array.isArray(readTranscript(dialect, JSON.stringify(value)))).toBe(true)
    }),
    { numRuns: 2_000 },
  )
  fc.assert(
    fc.property(fc.string(), (line) => {
      expect(Array.isArray(readAnyTranscript(line))).toBe(true)
    }),
  )
})

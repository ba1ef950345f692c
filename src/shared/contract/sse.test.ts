import { expect, test } from 'vitest'
import { eventsOf } from './sse.ts'

async function* inPieces(text: string, size: number): AsyncGenerator<string> {
  for (let at = 0; at < text.length; at += size) yield text.slice(at, at + size)
}

const read = async (text: string, name: string, size = 7): Promise<unknown[]> => {
  const seen: unknown[] = []
  for await (const events of eventsOf(inPieces(text, size), name)) seen.push(...events)
  return seen
}

test('comments are no events, also where events have the name that goes without saying', async () => {
  expect(await read(': connected\n\nid: 1\nevent: message\ndata: {"a":1}\n\n: heartbeat\n\nid: 2\ndata: {"a":2}\n\n', 'message')).toEqual([
    { a: 1 },
    { a: 2 },
  ])
})

test('what comes after done, and events of other names, are left out', async () => {
  expect(
    await read('event: log\ndata: 1\n\nevent: heartbeat\ndata: {}\n\nevent: done\ndata: {}\n\nevent: log\ndata: 2\n\n', 'log'),
  ).toEqual([1])
})

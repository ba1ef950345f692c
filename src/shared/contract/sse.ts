/**
 * Reads server-sent events of one name: the parsed data of those that arrived together, as one batch. Comments and other
 * names (heartbeats) make empty batches; `done` ends the stream.
 */
export async function* eventsOf(chunks: AsyncIterable<string>, eventName: string): AsyncGenerator<readonly unknown[]> {
  let rest = ''
  for await (const chunk of chunks) {
    const frames = (rest + chunk).split('\n\n')
    rest = frames.pop() ?? ''
    const events = frames.map(readFrame)
    const end = events.findIndex((event) => event.name === 'done')
    yield (end < 0 ? events : events.slice(0, end))
      .filter((event) => event.name === eventName && event.data !== '')
      .map((event) => JSON.parse(event.data) as unknown)
    if (end >= 0) return
  }
}

function readFrame(frame: string): { readonly name: string; readonly data: string } {
  const field = (name: string): string[] =>
    frame
      .split('\n')
      .filter((line) => line.startsWith(`${name}: `))
      .map((line) => line.slice(name.length + 2))
  return { name: field('event').at(-1) ?? 'message', data: field('data').join('\n') }
}

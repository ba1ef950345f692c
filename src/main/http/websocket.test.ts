import { afterAll, beforeAll, expect, test } from 'vitest'
import { once } from 'node:events'
import { get, type IncomingMessage } from 'node:http'
import { WebSocket } from 'ws'
import { discard, startEngine, value, type TestEngine } from '../app/engine.fixture.ts'
import { serveHttp, type HttpServer } from './server.ts'

const token = 'the-token-of-this-test'
const waitMs = 15_000
const logged: string[] = []
const held: { engine?: TestEngine; server?: HttpServer } = {}
const engine = (): TestEngine =>
  held.engine ??
  (() => {
    throw new Error('no engine')
  })()

beforeAll(async () => {
  held.engine = startEngine()
  held.server = await serveHttp({
    service: held.engine.service,
    token,
    port: 0,
    version: '1.2.3',
    slowReaderMs: 300,
    log: { info: (_fields, message) => void logged.push(message), error() {} },
  })
})
afterAll(async () => {
  await held.server?.close()
  await held.engine?.[Symbol.asyncDispose]()
  if (held.engine) discard(held.engine)
})

interface Frame {
  readonly type: string
  readonly seq: number
  readonly data: Readonly<Record<string, unknown>>
}

/** A reader that keeps every frame. */
async function read(path: string, headers: Record<string, string> = { Authorization: `Bearer ${token}` }) {
  const socket = new WebSocket(`ws://127.0.0.1:${held.server?.port ?? 0}${path}`, { headers })
  const frames: Frame[] = []
  socket.on('message', (data: Buffer) => void frames.push(JSON.parse(data.toString('utf8')) as Frame))
  await new Promise<void>((resolve, reject) => {
    socket.once('open', () => resolve()).once('error', reject)
  })
  const find = async (fits: (frame: Frame) => boolean): Promise<Frame> => {
    for (const end = Date.now() + waitMs; Date.now() < end;) {
      const found = frames.find(fits)
      if (found) return found
      await new Promise((resolve) => {
        setTimeout(resolve, 10)
      })
    }
    throw new Error(`no such frame among ${JSON.stringify(frames)}`)
  }
  return { socket, frames, find }
}

test('one piece of work is told from its present state to its result, each frame with the next number', async () => {
  const task = value(await engine().client.tasks.create({ name: 'Watched', command: 'true' }))
  const run = value(await engine().client.tasks.run({ taskId: task.id }))
  const reader = await read(`/ws/${run.traceId}`)
  expect(await reader.find(({ type }) => type === 'snapshot')).toMatchObject({
    seq: 1,
    data: { runs: [{ run_id: run.id, status: 'pending' }] },
  })
  engine().agent.begin(run.id)
  await reader.find(({ type, data }) => type === 'work_status' && data['status'] === 'running')
  engine().agent.end(run.id)
  expect(await reader.find(({ type }) => type === 'work_result')).toMatchObject({
    data: { task_id: task.id, status: 'completed', exit_code: 0 },
  })
  expect(reader.frames.map(({ seq }) => seq)).toEqual(reader.frames.map((_, index) => index + 1))
  reader.socket.close()
})

test('topics are subscribed to, and what is none is answered with what there is', async () => {
  const reader = await read('/ws')
  reader.socket.send('not JSON')
  await reader.find(({ type }) => type === 'error')
  reader.socket.send(JSON.stringify({ type: 'subscribe', topic: 'agents' }))
  expect(await reader.find(({ type }) => type === 'snapshot')).toMatchObject({
    data: { topic: 'agents', agents: [{ agent_id: 'local', status: 'online' }] },
  })
  reader.socket.close()
})

test('one connection follows a topic once, and a hundred at most', async () => {
  const reader = await read('/ws')
  for (let n = 0; n < 3; n++) reader.socket.send(JSON.stringify({ type: 'subscribe', topic: 'queue' }))
  for (let n = 0; n < 100; n++)
    reader.socket.send(JSON.stringify({ type: 'subscribe', topic: `run:01920000-0000-7000-8000-${String(n).padStart(12, '0')}` }))
  await reader.find(({ data }) => String(data['error_message']).includes('100 topics at most'))
  expect(reader.frames.filter(({ data }) => data['topic'] === 'queue')).toHaveLength(1)
  reader.socket.close()
})

test('who was let in without a token is sent away when nobody is let in so any more', async () => {
  value(await engine().client.settings.update({ 'access.anonymous_loopback': true }))
  const address = `http://127.0.0.1:${held.server?.port ?? 0}`
  const reader = await read('/ws', {})
  const closed = new Promise<number>((resolve) => {
    reader.socket.once('close', resolve)
  })
  const events = await fetch(`${address}/api/events/stream`)
  const { ticket } = (await (await fetch(`${address}/api/auth/stream-ticket`, { method: 'POST' })).json()) as { ticket: string }
  expect([events.status, typeof ticket]).toEqual([200, 'string'])
  value(await engine().client.settings.update({ 'access.anonymous_loopback': false }))
  expect(await closed).toBe(1008)
  expect(await events.text()).toContain(': connected')
  expect((await fetch(`${address}/api/events/stream?ticket=${ticket}`)).status).toBe(401)
})

test('nobody listens without a token, from another page, or elsewhere', async () => {
  await expect(read('/ws', {})).rejects.toThrow('401')
  await expect(read('/ws', { Authorization: `Bearer ${token}`, Origin: 'http://evil.example' })).rejects.toThrow('403')
  await expect(read('/elsewhere')).rejects.toThrow('404')
})

test('a reader that reads nothing is told so, with a code of its own, and costs no more than what it left unread', async () => {
  const task = value(await engine().client.tasks.create({ name: 'Loud', command: `: ${'x'.repeat(200_000)}` }))
  const reader = await read('/ws')
  const closed = new Promise<number>((resolve) => {
    reader.socket.once('close', resolve)
  })
  reader.socket.send(JSON.stringify({ type: 'subscribe', topic: 'queue' }))
  await reader.find(({ type }) => type === 'snapshot')
  reader.socket.pause()
  const stream = await events()
  for (let n = 0; n < 100; n++) value(await engine().client.tasks.run({ taskId: task.id }))
  await untilLogged('a web socket whose reader was too slow was closed')
  await untilLogged('a stream whose reader took nothing was closed')
  reader.socket.resume()
  expect(await closed).toBe(1013)
  expect(reader.frames.at(-1)).toMatchObject({ type: 'error', data: { error_name: 'slow_reader' } })
  expect(reader.frames.length).toBeLessThan(100)
  expect(reader.frames.map(({ seq }) => seq)).toEqual(reader.frames.map((_, index) => index + 1))
  const [last, unread] = [await lastId(stream), engine().deps.store.journal.last()]
  expect(last).toBeLessThan(unread)
  const again = await events({ 'Last-Event-ID': String(last) })
  expect(await firstId(again)).toBe(last + 1)
}, 60_000)

/** The stream of everything, read only when somebody reads it. */
async function events(headers: Record<string, string> = {}): Promise<IncomingMessage> {
  const address = `http://127.0.0.1:${held.server?.port ?? 0}/api/events/stream`
  const asked = get(address, { headers: { Authorization: `Bearer ${token}`, ...headers } })
  const [response] = (await once(asked, 'response')) as [IncomingMessage]
  return response
}

/** The number of its first event. The stream is closed behind it. */
async function firstId(stream: IncomingMessage): Promise<number> {
  let text = ''
  for await (const chunk of stream) {
    text += String(chunk)
    if (/^id: \d+$/m.test(text)) break
  }
  return Number(/^id: (\d+)$/m.exec(text)?.[1])
}

/** The number of the last whole event that came before the end. */
async function lastId(stream: IncomingMessage): Promise<number> {
  let text = ''
  stream.on('data', (chunk: Buffer) => {
    text += chunk.toString('latin1')
  })
  stream.on('error', () => {})
  if (!stream.closed) await once(stream, 'close').catch(() => {})
  return Number([...text.matchAll(/^id: (\d+)\nevent: .*\ndata: .*\n\n/gm)].at(-1)?.[1])
}

async function untilLogged(message: string): Promise<void> {
  for (const end = Date.now() + waitMs; !logged.includes(message) && Date.now() < end;)
    await new Promise((resolve) => {
      setTimeout(resolve, 10)
    })
  expect(logged).toContain(message)
}

import { afterAll, beforeAll, expect, test } from 'vitest'
import { WebSocket } from 'ws'
import { discard, startEngine, value, type TestEngine } from '../app/engine.fixture.ts'
import { serveHttp, type HttpServer } from './server.ts'

const token = 'the-token-of-this-test'
const waitMs = 15_000
const held: { engine?: TestEngine; server?: HttpServer } = {}
const engine = (): TestEngine => held.engine ?? (() => { throw new Error('no engine') })()

beforeAll(async () => {
  held.engine = startEngine()
  held.server = await serveHttp({ service: held.engine.service, token, port: 0, version: '1.2.3', log: { info() {}, error() {} } })
})
afterAll(async () => {
  await held.server?.close()
  await held.engine?.[Symbol.asyncDispose]()
  if (held.engine) discard(held.engine)
})

interface Frame { readonly type: string; readonly seq: number; readonly data: Readonly<Record<string, unknown>> }

/** A reader that keeps every frame. */
async function read(path: string, headers: Record<string, string> = { Authorization: `Bearer ${token}` }) {
  const socket = new WebSocket(`ws://127.0.0.1:${held.server?.port ?? 0}${path}`, { headers })
  const frames: Frame[] = []
  socket.on('message', (data: Buffer) => void frames.push(JSON.parse(data.toString('utf8')) as Frame))
  await new Promise<void>((resolve, reject) => { socket.once('open', () => resolve()).once('error', reject) })
  const find = async (fits: (frame: Frame) => boolean): Promise<Frame> => {
    for (const end = Date.now() + waitMs; Date.now() < end;) {
      const found = frames.find(fits)
      if (found) return found
      await new Promise((resolve) => { setTimeout(resolve, 10) })
    }
    throw new Error(`no such frame among ${JSON.stringify(frames)}`)
  }
  return { socket, frames, find }
}

test('one piece of work is told from its present state to its result, each frame with the next number', async () => {
  const task = value(await engine().client.tasks.create({ name: 'Watched', command: 'true' }))
  const run = value(await engine().client.tasks.run({ taskId: task.id }))
  const reader = await read(`/ws/${run.traceId}`)
  expect(await reader.find(({ type }) => type === 'snapshot')).toMatchObject({ seq: 1, data: { runs: [{ run_id: run.id, status: 'pending' }] } })
  engine().agent.begin(run.id)
  await reader.find(({ type, data }) => type === 'work_status' && data['status'] === 'running')
  engine().agent.end(run.id)
  expect(await reader.find(({ type }) => type === 'work_result')).toMatchObject({ data: { task_id: task.id, status: 'completed', exit_code: 0 } })
  expect(reader.frames.map(({ seq }) => seq)).toEqual(reader.frames.map((_, index) => index + 1))
  reader.socket.close()
})

test('topics are subscribed to, and what is none is answered with what there is', async () => {
  const reader = await read('/ws')
  reader.socket.send('not JSON')
  await reader.find(({ type }) => type === 'error')
  reader.socket.send(JSON.stringify({ type: 'subscribe', topic: 'agents' }))
  expect(await reader.find(({ type }) => type === 'snapshot')).toMatchObject({ data: { topic: 'agents', agents: [{ agent_id: 'local', status: 'online' }] } })
  reader.socket.close()
})

test('nobody listens without a token, from another page, or elsewhere', async () => {
  await expect(read('/ws', {})).rejects.toThrow('401')
  await expect(read('/ws', { Authorization: `Bearer ${token}`, Origin: 'http://evil.example' })).rejects.toThrow('403')
  await expect(read('/elsewhere')).rejects.toThrow('404')
})

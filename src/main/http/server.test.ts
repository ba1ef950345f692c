import { once } from 'node:events'
import { connect } from 'node:net'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { createClient, type Client } from '../../shared/contract/client.ts'
import { createHttpWire } from '../../shared/contract/http-wire.ts'
import { discard, refusal, settled, startEngine, value, type TestEngine } from '../app/engine.fixture.ts'
import { serveHttp, type HttpServer } from './server.ts'

const token = 'the-token-of-this-test'
const nobody = '01920000-0000-7000-8000-000000000000'

describe('the REST server', () => {
  let engine: TestEngine
  let server: HttpServer
  let client: Client
  beforeEach(async () => {
    engine = startEngine()
    server = await serveHttp({
      service: engine.service,
      token,
      port: 0,
      version: '1.2.3',
      answered: engine.meter.answered,
      log: { info() {}, error() {} },
    })
    client = createClient(createHttpWire({ baseUrl: `http://127.0.0.1:${server.port}`, token, fetch }))
  })
  afterEach(async () => {
    await server.close()
    await engine[Symbol.asyncDispose]()
    discard(engine)
  })

  const ask = (path: string, init: Omit<RequestInit, 'headers'> & { headers?: Record<string, string> } = {}) =>
    fetch(`http://127.0.0.1:${server.port}${path}`, { ...init, headers: { Authorization: `Bearer ${token}`, ...init.headers } })
  const post = (path: string, body: unknown, headers: Record<string, string> = {}) =>
    ask(path, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json', ...headers },
      body: typeof body === 'string' ? body : JSON.stringify(body),
    })
  const problem = async (response: Response) => {
    const body = (await response.json()) as { status: number; error_code: number; details: { path: string }[] }
    return Object.assign(body, { contentType: response.headers.get('content-type') })
  }

  test('a body may have 1 MiB, and one of a document 64', async () => {
    const document = {
      yardmaster: 1,
      jobs: [
        { name: 'Large', tasks: Array.from({ length: 300 }, (_, index) => ({ name: `T${index}`, command: `: ${'x'.repeat(10_000)}` })) },
      ],
    }
    expect((await post('/api/tasks', { name: 'Large', command: 'x'.repeat(1_100_000) })).status).toBe(413)
    const taken = await post('/api/import', { from: 'yardmaster', text: JSON.stringify(document), dry_run: true })
    expect([taken.status, ((await taken.json()) as { created: number }).created]).toEqual([200, 301])
    expect((await post('/api/apply', { document, dry_run: true })).status).toBe(200)
    expect((await post('/api/jobs/import?dry_run=true', document)).status).toBe(200)
  })

  test('a job is created, read, changed and deleted in snake_case', async () => {
    const created = await post('/api/jobs', { name: 'Nightly', working_directory: { path: '/tmp' }, worker_count: 2 })
    expect(created.status).toBe(201)
    const job = (await created.json()) as { id: string; worker_count: number; parent_job_id: null }
    expect(job).toMatchObject({
      name: 'Nightly',
      worker_count: 2,
      parent_job_id: null,
      status: 'pending',
      working_directory: { path: '/tmp' },
    })
    const changed = await ask(`/api/jobs/${job.id}`, {
      method: 'PATCH',
      headers: { 'Content-Type': 'application/json' },
      body: '{"name":"Daily"}',
    })
    expect(await changed.json()).toMatchObject({ name: 'Daily', worker_count: 2 })
    expect(await (await ask('/api/jobs?limit=10')).json()).toMatchObject({ jobs: [{ id: job.id }], total: 1, limit: 10, offset: 0 })
    expect(await (await ask(`/api/jobs/${job.id}`, { method: 'DELETE' })).json()).toEqual({
      deleted: true,
      jobs: 1,
      tasks: 0,
      runs: 0,
      log_files: 0,
    })
    expect((await ask(`/api/jobs/${job.id}`)).status).toBe(404)
  })

  test('the same client works over HTTP as in the same process', async () => {
    const job = value(await client.jobs.create({ name: 'over the wire', workingDirectory: { path: '~/x' } }))
    const task = value(
      await client.tasks.create({
        name: 't',
        jobId: job.id,
        workType: 'http_request',
        parameters: { url: 'http://127.0.0.1/', expect_status: 204, headers: { 'X-Camel': 'kept' } },
      }),
    )
    expect(task.parameters).toMatchObject({ expect_status: 204, headers: { 'X-Camel': 'kept' } })
    expect(value(await client.tasks.list({ jobId: job.id })).tasks).toEqual([task])
    expect(refusal(await client.jobs.create({ name: '', workingDirectory: { path: 'x'.repeat(9_000) } }))).toMatchObject({
      kind: 'validation',
      problems: [{ path: 'name' }, { path: 'workingDirectory.path' }],
    })
    expect(value(await client.settings.update({ 'runs.max_parallel': 3 }))['runs.max_parallel']).toMatchObject({ value: 3 })
  })

  test('figures are read as Prometheus writes them: of every row for the owner, of their own for a user', async () => {
    const job = value(await client.jobs.create({ name: 'counted' }))
    const task = value(await client.tasks.create({ name: 't', jobId: job.id, command: 'true' }))
    const run = value(await client.tasks.run({ taskId: task.id }))
    await settled()
    engine.agent.begin(run.id)
    value(await client.resources.allocate({ jobId: job.id, depth: 5, workerCount: 1 }))
    const text = async (headers = {}): Promise<string> => {
      const response = await ask('/metrics', { headers })
      expect([response.status, response.headers.get('content-type')]).toEqual([200, 'text/plain; version=0.0.4; charset=utf-8'])
      return response.text()
    }
    const first = await text()
    for (const line of [
      'yardmaster_runs{status="running"} 1',
      'yardmaster_jobs{status="completed"} 0',
      'yardmaster_workers{status="running"} 1',
      'yardmaster_resources_held{depth="5"} 1',
      'yardmaster_resources_quota{depth="0"} 10',
      'yardmaster_check_up{check="agent"} 1',
      'yardmaster_info{version="0.0.0"} 1',
    ])
      expect(first.split('\n')).toContain(line)
    expect(first).toMatch(/^# TYPE yardmaster_journal_events_total counter\nyardmaster_journal_events_total [1-9]/m)
    expect(first).toMatch(/^process_resident_memory_bytes \d+$/m)
    expect(await text()).toContain('yardmaster_http_request_duration_seconds_count{method="GET",route="/metrics",status="200"} 1')
    await post('/api/auth/users', { user_id: 'ada', password: 'correct horse battery', scopes: ['supervisor:read'] })
    const { access_token: jwt } = (await (await post('/api/auth/token', { user_id: 'ada', password: 'correct horse battery' })).json()) as {
      access_token: string
    }
    expect(await text({ Authorization: `Bearer ${jwt}` })).toContain('yardmaster_runs{status="running"} 0\n')
  })

  test('the journal is followed over SSE and resumed after a number', async () => {
    const job = value(await client.jobs.create({ name: 'watched' }))
    const abort = new AbortController()
    for await (const [event] of client.events.follow({ after: 0 }, abort.signal)) {
      expect(event).toMatchObject({ seq: expect.any(Number) as number })
      break
    }
    const resumed = await ask('/api/events/stream', { headers: { 'Last-Event-ID': '1' } })
    const reader = resumed.body!.getReader()
    value(await client.jobs.update({ jobId: job.id, name: 'again' }))
    let text = ''
    while (!text.includes('again')) text += new TextDecoder().decode((await reader.read()).value)
    expect(text).toContain('event: event')
    await reader.cancel()
  })

  test.each([
    ['no token', {}, 401, 3005],
    ['a wrong token', { Authorization: 'Bearer wrong' }, 401, 3005],
    ['a foreign Origin', { Authorization: `Bearer ${token}`, Origin: 'http://evil.example' }, 403, 3006],
  ])('%s is refused', async (_what, headers, status, code) => {
    const response = await fetch(`http://127.0.0.1:${server.port}/api/jobs`, { headers })
    expect(await problem(response)).toMatchObject({ status, error_code: code, contentType: 'application/problem+json' })
  })

  test('a foreign Host is refused', async () => {
    const answer = await raw(server.port, `GET /health HTTP/1.1\r\nHost: evil.example\r\nConnection: close\r\n\r\n`)
    expect(answer).toMatch(/^HTTP\/1.1 403/)
  })

  test.each([
    ['a text body', 'hello', { 'Content-Type': 'text/plain' }, 415],
    ['broken JSON', '{"name":', { 'Content-Type': 'application/json' }, 400],
    ['a body that is no object', '[1]', { 'Content-Type': 'application/json' }, 422],
    ['a number', '7', { 'Content-Type': 'application/json' }, 422],
    ['a body over 1 MiB', JSON.stringify({ name: 'x'.repeat(1_100_000) }), { 'Content-Type': 'application/json' }, 413],
    ['an empty body', '', { 'Content-Type': 'application/json' }, 422],
    ['a field in camelCase', '{"name":"x","workerCount":2}', { 'Content-Type': 'application/json' }, 422],
    ['a prototype', '{"name":"x","__proto__":{"owner":"me"}}', { 'Content-Type': 'application/json' }, 400],
    ['a constructor', '{"name":"x","constructor":1}', { 'Content-Type': 'application/json' }, 422],
  ])('%s is refused and changes nothing', async (_what, body, headers, status) => {
    const response = await post('/api/jobs', body, headers)
    expect(await problem(response)).toMatchObject({ status, error_code: 1000, contentType: 'application/problem+json' })
    expect(value(await client.jobs.list({})).total).toBe(0)
  })

  test.each([
    ['too large', `Bearer ${token}`, 413],
    ['without a token', 'none', 401],
  ])('a client that sends everything before it reads gets the answer: %s', async (_what, authorization, status) => {
    const socket = connect(server.port, '127.0.0.1').pause()
    const body = Buffer.alloc(16_000_000, 'x')
    await new Promise<void>((resolve, reject) => {
      socket.once('error', reject)
      socket.write(
        `POST /api/jobs HTTP/1.1\r\nHost: 127.0.0.1\r\nAuthorization: ${authorization}\r\nContent-Type: application/json\r\nContent-Length: ${body.length}\r\n\r\n`,
      )
      socket.write(body, () => resolve())
    })
    const [first] = (await once(socket.resume(), 'data')) as [Buffer]
    expect(first.toString()).toMatch(new RegExp(`^HTTP/1.1 ${status}`))
    socket.destroy()
  })

  test('every bad field is listed, in the caller’s spelling', async () => {
    const refused = await problem(await post('/api/tasks', { name: '', timeout_ms: 'soon', colour: 1, working_directory: {} }))
    expect(refused.status).toBe(422)
    expect(refused.details.map((one) => one.path).sort()).toEqual(['colour', 'name', 'timeout_ms', 'working_directory.path'])
  })

  test.each([
    '/api/jobs?limit=0',
    '/api/jobs?limit=501',
    '/api/jobs?limit=many',
    '/api/jobs?colour=red',
    '/api/runs?since=yesterday',
    '/api/tasks?limit=1&limit=2',
  ])('%s is 422', async (path) => {
    expect((await ask(path)).status).toBe(422)
  })

  test.each([
    `/api/jobs/${nobody}`,
    '/api/jobs/nonsense',
    '/api/runs/%00',
    `/api/runs/${nobody}/logs`,
    `/api/tasks?job_id=${nobody}`,
    '/api/nothing',
  ])('%s is 404', async (path) => {
    expect(await problem(await ask(path))).toMatchObject({ status: 404, error_code: 2001 })
  })

  test('an unknown row comes before a bad body, an unknown work type is 400, a bad priority 422', async () => {
    expect(
      (await ask(`/api/jobs/${nobody}`, { method: 'PUT', headers: { 'Content-Type': 'application/json' }, body: '{"name":7}' })).status,
    ).toBe(404)
    expect(await problem(await post('/api/tasks', { name: 'x', work_type: 'dance', parameters: {} }))).toMatchObject({
      status: 400,
      error_code: 1001,
    })
    expect(await problem(await post('/api/tasks', { name: 'x', command: 'true', priority: 6 }))).toMatchObject({ status: 422 })
  })

  test('a refused change of state says both states', async () => {
    const job = value(await client.jobs.create({ name: 'idle' }))
    const refused = await problem(await ask(`/api/jobs/${job.id}/stop`, { method: 'POST' }))
    expect(refused).toMatchObject({ status: 409, error_code: 2002, details: { current_state: 'pending', requested_state: 'failed' } })
  })

  test('the same idempotency key gives the same answer, also when it stands in the body', async () => {
    const first = (await (await post('/api/jobs', { name: 'once' }, { 'Idempotency-Key': 'k' })).json()) as { id: string }
    const again = await post('/api/jobs', { name: 'once', request_id: 'k' })
    expect(again.headers.get('idempotent-replayed')).toBe('true')
    expect(await again.json()).toMatchObject({ id: first.id })
    expect((await post('/api/jobs', { name: 'other' }, { 'Idempotency-Key': 'k' })).status).toBe(409)
  })

  test('every answer names its call', async () => {
    const response = await ask('/api/jobs', { headers: { 'X-Request-ID': 'mine-1' } })
    expect(response.headers.get('x-request-id')).toBe('mine-1')
    expect(response.headers.get('x-trace-id')).toMatch(/^[0-9a-f-]{36}$/)
    expect((await ask('/api/jobs', { headers: { 'X-Request-ID': 'a b' } })).headers.get('x-request-id')).toMatch(/^[0-9a-f-]{36}$/)
  })

  test('health, documentation and its page need no token', async () => {
    for (const path of ['/health', '/api/health', '/openapi.json', '/docs/', '/docs/static/swagger-ui.css']) {
      expect((await fetch(`http://127.0.0.1:${server.port}${path}`)).status).toBe(200)
    }
    engine.agent.vanish()
    await settled()
    expect((await fetch(`http://127.0.0.1:${server.port}/health`)).status).toBe(503)
    expect(value(await client.system.health({})).status).toBe('degraded')
  })

  test('what is not there below the documentation is told of as anywhere else', async () => {
    const response = await ask('/docs/nowhere')
    const told = await problem(response)
    expect(told).toMatchObject({ status: 404, error_code: 2001, contentType: 'application/problem+json' })
    expect(told).toMatchObject({ trace_id: response.headers.get('x-trace-id') })
  })

  test('a body that was announced and does not come keeps no refusal back', async () => {
    const socket = connect(server.port, '127.0.0.1')
    socket.write('POST /api/nowhere HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/json\r\nContent-Length: 100\r\n\r\n')
    const [first] = (await once(socket, 'data')) as [Buffer]
    expect(first.toString()).toMatch(/^HTTP\/1.1 404/)
    socket.destroy()
  })

  test('what the window in a browser starts was started by hand', async () => {
    const task = value(await client.tasks.create({ name: 'By hand', command: 'true' }))
    const window = createClient(createHttpWire({ baseUrl: `http://127.0.0.1:${server.port}`, token, fetch, client: 'window' }))
    const triggers = [client, window].map(async ({ tasks }) => value(await tasks.run({ taskId: task.id })).trigger)
    expect(await Promise.all(triggers)).toEqual(['api', 'manual'])
  })

  test('a silent connection holds up nobody', async () => {
    const silent = connect(server.port, '127.0.0.1')
    silent.write('POST /api/jobs HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: 100\r\n')
    expect((await ask('/api/jobs')).status).toBe(200)
    silent.destroy()
  })

  test('a port that is taken gives way to the next free one', async () => {
    const second = await serveHttp({ service: engine.service, token, port: server.port, version: '1', log: { info() {}, error() {} } })
    expect(second.port).toBeGreaterThan(server.port)
    await second.close()
  })
})

const raw = (port: number, request: string): Promise<string> =>
  new Promise((resolve, reject) => {
    let text = ''
    const socket = connect(port, '127.0.0.1', () => socket.write(request))
    socket
      .on('data', (chunk) => {
        text += String(chunk)
      })
      .on('end', () => resolve(text))
      .on('error', reject)
  })

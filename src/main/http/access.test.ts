import { createHmac } from 'node:crypto'
import { SignJWT } from 'jose'
import { WebSocket } from 'ws'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { contract, operations } from '../../shared/contract/index.ts'
import { pathParameters, routesOf } from '../../shared/contract/http-route.ts'
import { discard, startEngine, value, type TestEngine } from '../app/engine.fixture.ts'
import { serveHttp, type HttpServer } from './server.ts'

const token = 'the-token-of-this-test'
const password = 'correct horse battery'
const nowhere = '01920000-0000-7000-8000-000000000000'

describe('who may call', () => {
  let engine: TestEngine
  let server: HttpServer
  let bearer: string
  const counter = { users: 0 }
  const state = { name: '', powerless: '' }

  beforeAll(async () => {
    engine = startEngine()
    server = await serveHttp({ service: engine.service, token, port: 0, version: '1.2.3', log: { info() {}, error() {} } })
  })
  afterAll(async () => {
    await server.close()
    await engine[Symbol.asyncDispose]()
    discard(engine)
  })
  const newUser = async (): Promise<void> => {
    state.name = `user-${++counter.users}`
    expect(
      (
        await post('/api/auth/users', {
          user_id: state.name,
          password,
          scopes: ['jobs:read', 'jobs:write'],
          tier: 'partner',
          workspace_id: 'w1',
        })
      ).status,
    ).toBe(201)
    bearer = await signIn()
  }

  const ask = (path: string, init: Omit<RequestInit, 'headers'> & { headers?: Record<string, string> } = {}) =>
    fetch(`http://127.0.0.1:${server.port}${path}`, { ...init, headers: { Authorization: `Bearer ${token}`, ...init.headers } })
  const post = (path: string, body: unknown, authorization = `Bearer ${token}`, method = 'POST') =>
    ask(path, { method, headers: { 'Content-Type': 'application/json', Authorization: authorization }, body: JSON.stringify(body) })
  const as = (jwt: string, path = '/api/jobs') => ask(path, { headers: { Authorization: `Bearer ${jwt}` } })
  const bare = (path: string, init: RequestInit = {}) => fetch(`http://127.0.0.1:${server.port}${path}`, init)
  const signIn = async (more: object = {}, name = state.name): Promise<string> => {
    const response = await post('/api/auth/token', { user_id: name, password, ...more }, '')
    expect(response.status).toBe(200)
    return ((await response.json()) as { access_token: string }).access_token
  }
  const payloadOf = (jwt: string): Record<string, unknown> =>
    JSON.parse(Buffer.from(jwt.split('.')[1]!, 'base64url').toString()) as Record<string, unknown>

  describe('users', () => {
    beforeEach(newUser)

    test('a user signs in and calls with a token that says who they are', async () => {
      const response = await post('/api/auth/token', { user_id: state.name, password }, '')
      const answer = (await response.json()) as { access_token: string }
      expect(answer).toMatchObject({ token_type: 'Bearer', expires_in: 86_400, scopes: ['jobs:read', 'jobs:write'] })
      const payload = payloadOf(answer.access_token)
      expect(Object.keys(payload).sort()).toEqual(['exp', 'iat', 'jti', 'scopes', 'sub', 'tier', 'workspace_id'])
      expect(payload).toMatchObject({ sub: state.name, workspace_id: 'w1', tier: 'partner', scopes: ['jobs:read', 'jobs:write'] })
      expect(Number(payload['exp']) - Number(payload['iat'])).toBe(86_400)
      expect((await as(answer.access_token)).status).toBe(200)
      expect(await (await as(answer.access_token, '/api/auth/me')).json()).toEqual({
        user_id: state.name,
        scopes: ['jobs:read', 'jobs:write'],
        tier: 'partner',
        workspace_id: 'w1',
        local: false,
      })
    })

    test('fewer scopes may be asked for, others are 403', async () => {
      const reader = await signIn({ scopes: ['jobs:read'] })
      expect((await as(reader)).status).toBe(200)
      expect((await post('/api/jobs', { name: 'x' }, `Bearer ${reader}`)).status).toBe(403)
      expect((await post('/api/auth/token', { user_id: state.name, password, scopes: ['supervisor:write'] }, '')).status).toBe(403)
      expect((await post('/api/auth/token', { user_id: state.name, password, scopes: ['local'] }, '')).status).toBe(422)
    })

    const signed = (claims: Record<string, unknown>, secret: string, header: Record<string, unknown> = { alg: 'HS256', typ: 'JWT' }) => {
      const encode = (value: unknown): string => Buffer.from(JSON.stringify(value)).toString('base64url')
      const text = `${encode(header)}.${encode(claims)}`
      return `${text}.${createHmac('sha256', secret).update(text).digest('base64url')}`
    }

    test.each<[string, (jwt: string) => string | Promise<string>]>([
      ['no algorithm', (jwt) => `${Buffer.from('{"alg":"none","typ":"JWT"}').toString('base64url')}.${jwt.split('.')[1]!}.`],
      [
        'no algorithm, and the old signature',
        (jwt) => `${Buffer.from('{"alg":"none"}').toString('base64url')}.${jwt.split('.').slice(1).join('.')}`,
      ],
      ['another secret', (jwt) => signed(payloadOf(jwt), 'secret')],
      ['an empty secret', (jwt) => signed(payloadOf(jwt), '')],
      ['the token of the data folder as the secret', (jwt) => signed(payloadOf(jwt), token)],
      [
        'another algorithm',
        (jwt) => new SignJWT(payloadOf(jwt)).setProtectedHeader({ alg: 'HS512' }).sign(new TextEncoder().encode('x'.repeat(64))),
      ],
      [
        'more scopes under the old signature',
        (jwt) =>
          [
            jwt.split('.')[0],
            Buffer.from(JSON.stringify({ ...payloadOf(jwt), scopes: ['supervisor:write'] })).toString('base64url'),
            jwt.split('.')[2],
          ].join('.'),
      ],
      [
        'another user under the old signature',
        (jwt) =>
          [
            jwt.split('.')[0],
            Buffer.from(JSON.stringify({ ...payloadOf(jwt), sub: 'local' })).toString('base64url'),
            jwt.split('.')[2],
          ].join('.'),
      ],
      ['a changed signature', (jwt) => `${jwt.slice(0, -6)}AAAAAA`],
      ['half a token', (jwt) => jwt.slice(0, 40)],
      ['nonsense', () => 'a.b.c'],
      ['a prefix of the data folder’s token', () => token.slice(0, -1)],
    ])('%s is 401', async (_what, forge) => {
      const response = await as(await forge(bearer))
      expect(response.status).toBe(401)
      expect(response.headers.get('www-authenticate')).toBe('Bearer')
      expect(await response.json()).toMatchObject({ error_code: 3005 })
    })

    test.each(['Basic bG9jYWw6eA==', 'Bearer', 'Bearer  ', `Token ${token}`, token])(
      'an Authorization of “%s” is 401',
      async (authorization) => {
        expect((await ask('/api/jobs', { headers: { Authorization: authorization } })).status).toBe(401)
      },
    )

    test('a token ends with its time', async () => {
      value(await engine.client.settings.update({ 'access.token_ttl_ms': 1_000 }))
      const short = await signIn()
      value(await engine.client.settings.update({ 'access.token_ttl_ms': 86_400_000 }))
      expect(Number(payloadOf(short)['exp']) - Number(payloadOf(short)['iat'])).toBe(1)
      await expect.poll(async () => (await as(short)).status, { timeout: 20_000 }).toBe(401)
      expect((await as(bearer)).status).toBe(200)
    })

    test('a token that was taken back is no good: by signing out, another password, fewer scopes, deletion', async () => {
      const others = [await signIn(), await signIn()]
      expect(await (await post('/api/auth/logout', {}, `Bearer ${others[0]!}`)).json()).toEqual({ revoked: true })
      expect((await as(others[0]!)).status).toBe(401)
      expect((await as(others[1]!)).status).toBe(200)
      expect((await post(`/api/auth/users/${state.name}`, { scopes: ['jobs:read'] }, undefined, 'PATCH')).status).toBe(200)
      expect((await as(others[1]!)).status).toBe(401)
      const again = await signIn()
      expect((await post(`/api/auth/users/${state.name}`, { password: 'another one entirely' }, undefined, 'PATCH')).status).toBe(200)
      expect((await as(again)).status).toBe(401)
      expect((await post('/api/auth/token', { user_id: state.name, password }, '')).status).toBe(401)
      const last = (
        (await (await post('/api/auth/token', { user_id: state.name, password: 'another one entirely' }, '')).json()) as {
          access_token: string
        }
      ).access_token
      expect((await ask(`/api/auth/users/${state.name}`, { method: 'DELETE' })).status).toBe(200)
      expect((await as(last)).status).toBe(401)
      // A new user of the same name does not bring the old tokens back.
      expect((await post('/api/auth/users', { user_id: state.name, password, scopes: ['jobs:read'] })).status).toBe(201)
      expect((await as(last)).status).toBe(401)
    })

    test('whoever reads along is let go when their token is taken back or its time is over, and nobody else', async () => {
      const stays = new AbortController()
      const others = await ask('/api/events/stream', { signal: stays.signal })
      const open = async (jwt: string) => {
        const response = await ask('/api/events/stream', { headers: { Authorization: `Bearer ${jwt}` } })
        expect(response.status).toBe(200)
        const socket = new WebSocket(`ws://127.0.0.1:${server.port}/ws`, { headers: { Authorization: `Bearer ${jwt}` } })
        const closed = new Promise<number>((resolve) => {
          socket.once('close', resolve)
        })
        await new Promise((resolve, reject) => {
          socket.once('open', resolve).once('error', reject)
        })
        return async () => ({ said: await response.text(), code: await closed })
      }
      const ways: readonly (readonly [string, (jwt: string) => Promise<unknown>])[] = [
        ['signed out', (jwt) => post('/api/auth/logout', {}, `Bearer ${jwt}`)],
        ['fewer scopes', () => post(`/api/auth/users/${state.name}`, { scopes: ['jobs:read'] }, undefined, 'PATCH')],
        ['deleted', () => ask(`/api/auth/users/${state.name}`, { method: 'DELETE' })],
      ]
      for (const [way, end] of ways) {
        const jwt = await signIn()
        const ended = await open(jwt)
        expect(((await end(jwt)) as Response).status).toBe(200)
        const { said, code } = await ended()
        expect([code, said.includes('event: done')], way).toEqual([1008, false])
      }
      await post('/api/auth/users', { user_id: state.name, password, scopes: ['jobs:read'] })
      value(await engine.client.settings.update({ 'access.token_ttl_ms': 2_000 }))
      const short = await signIn()
      value(await engine.client.settings.update({ 'access.token_ttl_ms': 86_400_000 }))
      expect((await (await open(short))()).code).toBe(1008)
      const reader = others.body?.pipeThrough(new TextDecoderStream()).getReader()
      value(await engine.client.jobs.create({ name: 'still told of' }))
      for (let text = ''; !text.includes('still told of');) text += (await reader?.read())?.value ?? ''
      stays.abort()
    }, 60_000)

    test('the local token cannot be signed out', async () => {
      expect((await post('/api/auth/logout', {})).status).toBe(409)
      expect((await ask('/api/jobs')).status).toBe(200)
    })

    test('users are made by the owner only, once a name, and nobody grants what only the owner may do', async () => {
      const full = { user_id: 'x', password, scopes: ['jobs:read'] }
      expect((await post('/api/auth/users', full, `Bearer ${bearer}`)).status).toBe(403)
      expect((await as(bearer, '/api/auth/users')).status).toBe(403)
      expect((await as(bearer, '/api/auth/audit')).status).toBe(403)
      expect((await post('/api/settings', { 'access.anonymous_loopback': true }, `Bearer ${bearer}`, 'PUT')).status).toBe(403)
      const second = await post('/api/auth/users', { ...full, user_id: state.name.toUpperCase() })
      expect([second.status, ((await second.json()) as { error_code: number }).error_code]).toEqual([409, 2003])
      for (const bad of [
        { scopes: ['local'] },
        { scopes: ['jobs:*'] },
        { scopes: ['signed_in'] },
        { user_id: 'local' },
        { user_id: 'Engine' },
        { user_id: '../x' },
        { user_id: '' },
        { password: 'short' },
        { tier: 'gold' },
        { admin: true },
      ]) {
        expect((await post('/api/auth/users', { ...full, ...bad })).status, JSON.stringify(bad)).toBe(422)
      }
    })

    test('passwords never leave, and are kept as argon2id with the promised cost', async () => {
      const text = JSON.stringify([
        await (await ask('/api/auth/users')).json(),
        await (await ask(`/api/auth/users/${state.name}`)).json(),
        await (await ask('/api/auth/audit')).json(),
      ])
      expect(text).not.toMatch(/password_hash|argon2|correct horse/)
      const kept = (await import('better-sqlite3')).default(`${engine.folder}/yardmaster.db`, { readonly: true })
      const [{ password_hash: hash } = { password_hash: '' }] = kept
        .prepare<[string], { password_hash: string }>('select password_hash from users where id = ?')
        .all(state.name)
      kept.close()
      expect(hash).toMatch(/^\$argon2id\$v=19\$m=65536,t=3,p=4\$/)
    })

    test('wrong passwords are slowed down, for names that are nowhere too', async () => {
      for (const name of [state.name, `nowhere-${counter.users}`]) {
        const statuses: number[] = []
        for (let attempt = 0; attempt < 6; attempt++)
          statuses.push((await post('/api/auth/token', { user_id: name, password: 'wrong' }, '')).status)
        expect(statuses).toEqual([401, 401, 401, 401, 401, 429])
        const refused = await post('/api/auth/token', { user_id: name, password }, '')
        expect(refused.status).toBe(429)
        expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(0)
        expect(await refused.json()).toMatchObject({ error_code: 3007, error_name: 'rate_limited' })
      }
    })

    test('a ticket opens one stream, once, without a header', async () => {
      const { ticket, expires_in } = (await (await post('/api/auth/stream-ticket', {}, `Bearer ${bearer}`)).json()) as {
        ticket: string
        expires_in: number
      }
      expect(expires_in).toBe(60)
      const first = await bare(`/api/events/stream?after=0&ticket=${ticket}`)
      expect(first.status).toBe(200)
      await first.body?.cancel()
      expect((await bare(`/api/events/stream?after=0&ticket=${ticket}`)).status).toBe(401)
      expect((await bare('/api/events/stream?ticket=made-up')).status).toBe(401)
      expect((await bare('/api/events/stream')).status).toBe(401)
    })

    test('a ticket opens nothing but streams, carries its user’s scopes, and ends with their token', async () => {
      const take = async (jwt: string): Promise<string> =>
        ((await (await post('/api/auth/stream-ticket', {}, `Bearer ${jwt}`)).json()) as { ticket: string }).ticket
      expect((await bare(`/api/jobs?ticket=${await take(bearer)}`)).status).toBe(401)
      const writer = await signIn({ scopes: ['jobs:write'] })
      expect((await bare(`/api/events/stream?ticket=${await take(writer)}`)).status).toBe(403)
      const gone = await take(writer)
      await post('/api/auth/logout', {}, `Bearer ${writer}`)
      expect((await bare(`/api/events/stream?ticket=${gone}`)).status).toBe(401)
      const job = value(await engine.client.jobs.create({ name: 'the owner’s' }))
      const task = value(await engine.client.tasks.create({ name: 't', jobId: job.id, command: 'true' }))
      const run = value(await engine.client.tasks.run({ taskId: task.id }))
      expect((await bare(`/api/runs/${run.id}/logs/stream?ticket=${await take(bearer)}`)).status).toBe(404)
    })

    test('without a token nothing is done, until the switch is on; users and settings stay the owner’s', async () => {
      expect((await bare('/api/jobs')).status).toBe(401)
      value(await engine.client.settings.update({ 'access.anonymous_loopback': true }))
      try {
        expect((await bare('/api/jobs')).status).toBe(200)
        expect((await bare('/api/auth/users')).status).toBe(403)
        expect(
          (await bare('/api/settings', { method: 'PUT', headers: { 'Content-Type': 'application/json' }, body: '{"runs.max_parallel":1}' }))
            .status,
        ).toBe(403)
        expect((await bare('/api/jobs', { headers: { Authorization: 'Bearer wrong' } })).status).toBe(401)
        expect((await bare('/api/jobs', { headers: { Origin: 'http://evil.example' } })).status).toBe(403)
      } finally {
        value(await engine.client.settings.update({ 'access.anonymous_loopback': false }))
      }
      expect((await bare('/api/jobs')).status).toBe(401)
    })

    test('who did what is written down', async () => {
      const job = (await (await post('/api/jobs', { name: 'audited' }, `Bearer ${bearer}`)).json()) as { id: string }
      const { transitions } = (await (await ask(`/api/auth/audit?actor=${state.name}`)).json()) as {
        transitions: { entity: string; entity_id: string; actor: string; reason: string }[]
      }
      expect(transitions.every((one) => one.actor === state.name)).toBe(true)
      expect(transitions.map((one) => [one.entity, one.entity_id])).toEqual([
        ['job', job.id],
        ['job', job.id],
        ['user', state.name],
      ])
      const all = (await (await ask('/api/auth/audit')).json()) as { transitions: { reason: string }[] }
      expect(all.transitions.map((one) => one.reason)).toContain('created with jobs:read, jobs:write')
    })

    test('the same key of two users is two keys', async () => {
      const second = `${state.name}b`
      await post('/api/auth/users', { user_id: second, password, scopes: ['jobs:read', 'jobs:write'] })
      const create = (jwt: string) =>
        ask('/api/jobs', {
          method: 'POST',
          headers: { 'Content-Type': 'application/json', 'Idempotency-Key': 'k1', Authorization: `Bearer ${jwt}` },
          body: '{"name":"one"}',
        })
      const [one, other, again] = [await create(bearer), await create(await signIn({}, second)), await create(bearer)]
      const ids = await Promise.all([one, other, again].map(async (response) => ((await response.json()) as { id: string }).id))
      expect(ids[0]).toBe(ids[2])
      expect(ids[0]).not.toBe(ids[1])
      expect(again.headers.get('idempotent-replayed')).toBe('true')
    })
  })

  describe('what is wrong is said in order', () => {
    // One user for all: each password costs a third of a second by design.
    beforeAll(async () => {
      await newUser()
      state.powerless = await signIn({ scopes: [] })
    })

    const rowsByName = ['jobId', 'taskId', 'runId', 'profileId', 'userId']
    const paths = [...operations].flatMap(([name, operation]) =>
      routesOf(operation).map((route) => ({
        name,
        operation,
        method: route.method,
        path: route.path.replace(/:(\w+)/g, nowhere),
        namesRow: pathParameters(route.path).some((name) => rowsByName.includes(name)),
        hasName: pathParameters(route.path).length > 0,
      })),
    )
    const closed = paths.filter(({ operation }) => operation.scope !== 'none')
    const broken = { 'Content-Type': 'application/json' }

    test.each(closed.map((one) => [one.method, one.path, one] as const))(
      '%s %s: 401, then 403, then 404, then what is wrong with the body',
      async (method, path, { operation, namesRow, hasName }) => {
        const hasBody = method !== 'GET' && method !== 'DELETE'
        const body = hasBody ? { body: '{"name":' } : {}
        const query = hasBody ? '' : '?nonsense=1'
        expect((await bare(`${path}${query}`, { method, headers: hasBody ? broken : {}, ...body })).status).toBe(401)
        const send = (jwt: string) =>
          ask(`${path}${query}`, { method, headers: { Authorization: `Bearer ${jwt}`, ...(hasBody && broken) }, ...body })
        if (operation.scope !== 'signed_in') expect((await send(state.powerless)).status).toBe(403)
        const { status } = await send(token)
        if (namesRow) expect(status).toBe(404)
        else expect(status, 'what is wrong is told').toBeOneOf(hasName ? [400, 404, 422] : [hasBody ? 400 : 422])
      },
    )
  })

  test('every operation names a right that somebody has', () => {
    expect(Object.keys(contract.users).every((key) => operations.get(`users.${key}` as never)?.scope === 'local')).toBe(true)
  })
})

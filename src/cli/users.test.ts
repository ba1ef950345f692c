import { afterEach, beforeEach, expect, test } from 'vitest'
import { startCli, startCliBench, type CliBench } from './cli.fixture.ts'

const state: { bench: CliBench } = { bench: undefined as never }
beforeEach(async () => {
  state.bench = await startCliBench()
})
afterEach(() => state.bench[Symbol.asyncDispose]())

const typing = (typed: string, ...args: string[]) => startCli(args, { home: state.bench.home, typed }).ended

test('a user is created, listed, signs in, sees their own rows only, and is deleted', async () => {
  const { bench } = state
  const created = await typing(
    'correct horse battery\n',
    'users',
    'create',
    'ada',
    '--scopes',
    'jobs:read,jobs:write',
    '--tier',
    'partner',
    '--password-stdin',
    '--json',
  )
  expect(created).toMatchObject({ code: 0, stderr: '' })
  expect(JSON.parse(created.stdout)).toMatchObject({
    user_id: 'ada',
    scopes: ['jobs:read', 'jobs:write'],
    tier: 'partner',
    workspace_id: 'default',
  })
  expect((await bench.run('users', 'list')).stdout).toMatch(/ada\s+\["jobs:read","jobs:write"\]\s+partner/)
  await bench.run('jobs', 'create', '--name', 'the owner’s')

  const { stdout: token } = await typing('correct horse battery', 'login', 'ada', '--password-stdin')
  const asAda = (...args: string[]) => startCli(args, { home: bench.home, environment: { YARDMASTER_TOKEN: token.trim() } }).ended
  expect((await asAda('jobs', 'create', '--name', 'hers')).code).toBe(0)
  expect((await asAda('jobs', 'list')).stdout).not.toContain('the owner’s')
  expect((await bench.run('jobs', 'list')).stdout).toContain('hers')
  expect(await asAda('users', 'list')).toMatchObject({ code: 1, stderr: expect.stringContaining('token of the data folder') as string })

  expect((await typing('another one entirely', 'users', 'set-password', 'ada', '--password-stdin')).code).toBe(0)
  expect((await asAda('jobs', 'list')).code).toBe(1)
  expect((await bench.run('users', 'delete', 'ada')).code).toBe(2)
  expect((await bench.run('users', 'delete', 'ada', '--force')).code).toBe(0)
  expect((await bench.run('users', 'get', 'ada')).code).toBe(3)
}, 60_000)

test('a name that is taken is a conflict, what is not right is said next to its flag, and no password comes from an argument', async () => {
  await typing('correct horse battery', 'users', 'create', 'ada', '--scopes', 'jobs:read', '--password-stdin')
  expect((await typing('correct horse battery', 'users', 'create', 'ada', '--password-stdin')).code).toBe(4)
  expect(await typing('short', 'users', 'create', 'bob', '--scopes', 'everything', '--password-stdin')).toMatchObject({
    code: 2,
    stderr: expect.stringMatching(/--scopes[\s\S]*--password|--password[\s\S]*--scopes/) as string,
  })
  expect((await state.bench.run('users', 'create', 'bob', '--password', 'correct horse battery')).code).toBe(2)
  expect((await state.bench.run('users', 'create', 'bob')).stderr).toContain('--password-stdin')
  expect(await typing('wrong', 'login', 'ada', '--password-stdin')).toMatchObject({
    code: 1,
    stdout: '',
    stderr: expect.stringContaining('do not go together') as string,
  })
}, 60_000)

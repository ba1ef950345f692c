import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { SuccessCheck } from '../shared/model/flow.ts'
import { maskedValue } from '../shared/model/profile.ts'
import { Home, order, processesOf, until, type Engine } from './agent.fixture.ts'

let home: Home
let engine: Engine
let folder: string

beforeEach(async () => {
  home = new Home()
  folder = join(home.path, 'work')
  mkdirSync(folder)
  home.startAgent({ NODE_OPTIONS: '--no-warnings', HOME: home.path })
  engine = await home.connect()
})
afterEach(() => home.remove())

const work = (command: string, ...successChecks: SuccessCheck[]) => order(command, { successChecks, workingDirectory: folder })

async function run(command: string, ...checks: SuccessCheck[]) {
  const asked = work(command, ...checks)
  engine.say({ type: 'start', order: asked })
  return { end: await engine.ended(asked.runId), lines: (await home.lines(asked.runId)).map((line) => line.text) }
}

const failed = { outcome: 'failed', reason: 'check_failed' }

describe('success checks', () => {
  test('exit codes that count as success are named, and others fail with their own code', async () => {
    expect((await run('exit 3', { type: 'exit_code', codes: [0, 3] })).end).toMatchObject({ outcome: 'succeeded', exitCode: 3 })
    expect((await run('exit 0', { type: 'exit_code', codes: [3] })).end).toMatchObject({
      outcome: 'failed',
      reason: 'exit_code',
      exitCode: 0,
    })
  })

  test('a pattern must stand in the log, or must not', async () => {
    expect((await run('echo "12 passed"', { type: 'log_pattern', pattern: '^\\d+ passed$' })).end).toMatchObject({ outcome: 'succeeded' })
    expect((await run('echo nothing', { type: 'log_pattern', pattern: 'passed' })).end).toMatchObject({
      ...failed,
      errorMessage: 'No line of the log matches /passed/',
    })
    expect((await run('echo WARNING: hot >&2', { type: 'log_pattern', pattern: 'WARNING', negate: true })).end.errorMessage).toContain(
      'WARNING: hot',
    )
  })

  test('a pattern that would take for ever fails, and the agent goes on', async () => {
    const { end } = await run(`printf 'a%.0s' $(seq 40); echo '!'`, { type: 'log_pattern', pattern: '^(a+)+$' })
    expect(end).toMatchObject({ ...failed, errorMessage: expect.stringContaining('simplify') as unknown })
    expect((await run('echo still here')).end.outcome).toBe('succeeded')
  }, 20_000)

  test('a command decides in the run’s folder, and what it prints is fed back and stands in the log', async () => {
    expect((await run('echo 1 > result', { type: 'command', command: 'test -s result' })).end).toMatchObject({ outcome: 'succeeded' })
    const { end, lines } = await run('true', { type: 'command', command: 'echo expected 2 got 1; exit 4' })
    expect(end).toMatchObject({ ...failed, exitCode: 0, feedback: 'expected 2 got 1\n' })
    expect(lines).toEqual(['The check “echo expected 2 got 1; exit 4” ended with exit code 4', 'expected 2 got 1'])
  })

  test('a secret of the profile that a check prints is hidden in the log, in what is fed back, and in why the run failed', async () => {
    const envVars = [{ name: 'TOKEN', source: 'static' as const, value: 'tell-nobody' }]
    const asked = {
      ...work('true', { type: 'command', command: 'echo refused for $TOKEN; echo tell-nobody >&2; exit 1' }),
      profile: { name: 'P', envVars, onUnresolved: 'fail' as const },
    }
    engine.say({ type: 'start', order: asked })
    const end = await engine.ended(asked.runId)
    expect(end).toMatchObject({ ...failed, feedback: expect.stringContaining(`refused for ${maskedValue}`) as unknown })
    expect(JSON.stringify([end, await home.lines(asked.runId)])).not.toContain('tell-nobody')
  })

  test('a stop ends a check that hangs, with its whole tree', async () => {
    const asked = work('true', { type: 'command', command: 'sleep 1000 & sleep 1000' })
    engine.say({ type: 'start', order: asked })
    await until(() => processesOf(asked.runId).length > 1, 'the check is going on')
    engine.say({ type: 'stop', runId: asked.runId, graceMs: 100, reason: 'cancelled_by_user' })
    expect(await engine.ended(asked.runId)).toMatchObject({ outcome: 'cancelled', reason: 'cancelled_by_user' })
    expect(processesOf(asked.runId)).toEqual([])
  })

  test('files must have changed, where a glob says which', async () => {
    expect((await run('mkdir -p src; echo x > src/a.ts', { type: 'files_changed', glob: 'src/**/*.ts' })).end.outcome).toBe('succeeded')
    expect((await run('echo x > b.txt', { type: 'files_changed', glob: '**/*.md' })).end).toMatchObject(failed)
    await new Promise((resolve) => {
      setTimeout(resolve, 50)
    })
    expect((await run('true', { type: 'files_changed' })).end).toMatchObject(failed)
  })
})

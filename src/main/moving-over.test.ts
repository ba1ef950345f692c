import { execFileSync } from 'node:child_process'
import { chmodSync, existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { afterAll, beforeAll, expect, inject, test, vi } from 'vitest'
import { createClient, type Client } from '../shared/contract/client.ts'
import { createHttpWire } from '../shared/contract/http-wire.ts'
import type { JobId, RunId, TaskId } from '../shared/model/ids.ts'
import { hasEnded, type Run } from '../shared/model/run.ts'
import { readAnyTranscript } from '../shared/transcript/read.ts'
import { value } from './app/engine.fixture.ts'
import { compose, type Engine } from './compose.ts'

/*
 * What users of claude-code-scheduler do, one story after the other, on a real engine with its agent and a stand-in for
 * the coding agent: their data folder comes in first, and everything else happens with what it held.
 */

const folder = mkdtempSync(join(tmpdir(), 'yardmaster-moving-over-'))
const old = join(folder, '.config', 'claude-code-scheduler')
const oldLogs = join(folder, '.claude-scheduler', 'logs')
const repository = join(folder, 'projects', 'app')
const program = join(folder, 'stand-in')
const state: { engine: Engine; client: Client } = { engine: undefined as never, client: undefined as never }

const ids = {
  profile: '9e4eaa7d-ba4e-44c0-861a-712aa75382d1',
  job: '0b1f0c9e-6c1e-4d0e-9a53-0f6f6b0d1a01' as JobId,
  lint: '7d0d0a52-3a6b-4f8a-8b1c-0a7a6b1f2c02' as TaskId,
  check: '7d0d0a52-3a6b-4f8a-8b1c-0a7a6b1f2c03' as TaskId,
  watching: '7d0d0a52-3a6b-4f8a-8b1c-0a7a6b1f2c04' as TaskId,
  failed: 'c2a7b6aa-5a0b-4bb2-9a5e-5c1d2e3f4a03' as RunId,
  simulated: 'c2a7b6aa-5a0b-4bb2-9a5e-5c1d2e3f4a04' as RunId,
}
const result = (error: boolean): string =>
  JSON.stringify({
    type: 'result',
    subtype: error ? 'error' : 'success',
    is_error: error,
    num_turns: 2,
    result: error ? 'It went wrong.' : 'It is done.',
    total_cost_usd: 0.25,
    usage: { input_tokens: 1, output_tokens: 2 },
  })
const said = (text: string): string =>
  JSON.stringify({ type: 'assistant', message: { role: 'assistant', content: [{ type: 'text', text }] } })

/** It does what its prompt says: write a file, fail with exit code 0, or go on for ever. */
const standIn = `#!/bin/sh
prompt=$(cat)
echo '{"type":"system","subtype":"init","session_id":"11111111-1111-4111-8111-111111111111"}'
echo '${said('Looking at it.')}'
case $prompt in
  write\\ *) echo "$prompt with $FLAVOUR" >> "\${prompt#write }"; echo '${result(false)}' ;;
  fail) echo '${result(true)}' ;;
  *) echo $$ > '${join(folder, 'pid')}'; sleep 1000 ;;
esac
`
const task = (id: string, more: object) => ({
  id,
  job_id: ids.job,
  name: 'Lint',
  enabled: true,
  commit_on_success: true,
  model: 'sonnet',
  profile: null,
  schedule: { schedule_type: 'sequential' },
  prompt_type: 'prompt',
  prompt: 'write lint.txt',
  permissions: 'bypass',
  session_mode: 'new',
  created_at: '2025-11-29T08:31:00.123456',
  ...more,
})
const run = (id: string, more: object) => ({
  id,
  task_id: ids.lint,
  task_name: 'Lint',
  status: 'failed',
  scheduled_time: '2025-11-29T09:00:00.004211',
  start_time: '2025-11-29T09:00:00.004212',
  end_time: '2025-11-29T09:02:10.5',
  errors: 'CLI exited with code 7: boom\n',
  exit_code: 1,
  ...more,
})

function layOut(): void {
  for (const path of [old, oldLogs, repository, join(folder, 'inbox')]) mkdirSync(path, { recursive: true })
  writeFileSync(program, standIn)
  chmodSync(program, 0o755)
  const git = (...args: string[]): void =>
    void execFileSync('git', ['-c', 'user.name=A', '-c', 'user.email=a@example.com', ...args], { cwd: repository })
  git('init', '-q', '-b', 'main')
  git('config', 'user.name', 'A')
  git('config', 'user.email', 'a@example.com')
  git('commit', '-q', '--allow-empty', '-m', 'first')
  const write = (name: string, content: unknown): void => writeFileSync(join(old, name), JSON.stringify(content))
  write('settings.json', { claude_cli_path: program, max_concurrent_tasks: 4, mock_mode: true, theme: 'dark' })
  write('profiles.json', [
    {
      id: ids.profile.toUpperCase(),
      name: 'Bedrock',
      description: '',
      env_vars: [{ name: 'FLAVOUR', source: 'static', value: 'vanilla-secret' }],
      created_at: '2025-11-29T08:00:00',
      updated_at: '2025-11-29T08:00:00',
    },
    { name: 'no id' },
  ])
  write('jobs.json', [
    {
      id: ids.job,
      name: 'Nightly',
      description: '',
      status: 'in_progress',
      created_at: '2025-11-29T08:31:00.123456',
      profile: ids.profile,
      working_directory: { path: '~/projects/app', use_git_worktree: true, worktree_name: 'nightly', worktree_branch: 'main' },
      task_order: [ids.check, ids.lint],
    },
  ])
  write('tasks.json', [
    task(ids.lint, {}),
    task(ids.check, { name: 'Check', prompt: 'write check.txt' }),
    task(ids.watching, {
      name: 'Sort the inbox',
      job_id: null,
      prompt: `write ${join(folder, 'inbox', 'sorted.txt')}`,
      commit_on_success: false,
      schedule: { schedule_type: 'file_watch', watch_directory: join(folder, 'inbox'), watch_debounce_seconds: 1 },
    }),
  ])
  write('runs.json', [
    run(ids.failed, {}),
    run(ids.simulated, { status: 'success', errors: '', raw_output: `${said('Simulated.')}\n${result(false)}\n`, exit_code: 0 }),
  ])
  writeFileSync(
    join(oldLogs, `run_${ids.failed}.log`),
    `${said('From its log file.')}\n[STDERR] boom\n[CANCELLED] Task was manually stopped by user\n`,
  )
}

beforeAll(async () => {
  layOut()
  vi.stubEnv('HOME', folder)
  state.engine = await compose({
    home: join(folder, 'yard'),
    version: '0.0.0',
    agentCommand: [process.execPath, join(inject('programs'), 'agent.js')],
    checkpointThread: join(inject('programs'), 'checkpoint-thread.js'),
    agentEnvironment: {},
    port: 0,
  })
  state.client = createClient(createHttpWire({ baseUrl: `http://127.0.0.1:${state.engine.port}`, token: state.engine.token, fetch }))
}, 60_000)
afterAll(async () => {
  await state.engine.stopActiveRuns(10_000)
  await state.engine[Symbol.asyncDispose]()
  vi.unstubAllEnvs()
  rmSync(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 })
}, 60_000)

const waitMs = 60_000

async function until<Value>(look: () => Promise<Value | undefined | false>, what: string): Promise<Value> {
  for (const end = Date.now() + waitMs; Date.now() < end; await wait(50)) {
    const seen = await look()
    if (seen !== undefined && seen !== false) return seen
  }
  throw new Error(`waited in vain: ${what}`)
}

const ended = (runId: RunId): Promise<Run> =>
  until(async () => {
    const one = value(await state.client.runs.get({ runId }))
    return hasEnded(one.status) && one
  }, `the end of ${runId}`)
const linesOf = async (runId: RunId) => value(await state.client.runs.logs({ runId, limit: 500 })).lines
const textOf = async (runId: RunId): Promise<string> =>
  (await linesOf(runId))
    .flatMap(({ text }) => readAnyTranscript(text))
    .map((item) => JSON.stringify(item))
    .join('\n')
const gitSays = (...args: string[]): string => execFileSync('git', args, { cwd: repository, encoding: 'utf8' }).trim()

test('their data folder comes in, with its logs and settings; a second time changes nothing, and the originals are as they were', async () => {
  const { client } = state
  const originals = (): string[] => readdirSync(old).map((name) => readFileSync(join(old, name), 'utf8'))
  const before = originals()
  const preview = value(await client.moving.import({ from: 'claude-code-scheduler', dryRun: true }))
  expect(preview).toMatchObject({ created: 7, changed: 2 })
  expect(readdirSync(join(folder, 'yard', 'logs'))).toEqual([])

  const report = value(await client.moving.import({ from: 'claude-code-scheduler' }))
  expect({ ...report, dryRun: true }).toEqual(preview)
  expect(report.problems.map(({ file, index }) => `${file} ${index ?? '-'}`)).toEqual(['settings.json -', 'profiles.json 1'])
  expect(value(await client.settings.get({}))).toMatchObject({
    'coding_agent.command': { value: program },
    'runs.max_parallel': { value: 4 },
  })
  expect(value(await client.runs.get({ runId: ids.failed }))).toMatchObject({ status: 'failed', exitCode: 7, log: { lines: 3 } })
  expect((await linesOf(ids.failed)).map(({ stream }) => stream)).toEqual(['stdout', 'stderr', 'system'])
  expect(await textOf(ids.failed)).toContain('From its log file.')
  expect(await textOf(ids.simulated)).toContain('Simulated.')
  expect(value(await client.runs.get({ runId: ids.simulated })).cost).toMatchObject({ usd: 0.25, turns: 2 })

  expect(value(await client.moving.import({ from: 'claude-code-scheduler' }))).toMatchObject({ created: 0, changed: 0, skipped: 9 })
  expect(originals()).toEqual(before)
}, 120_000)

test('a profile, a job and a task are made; the task runs, another one fails whatever its exit code, and one is stopped with all its processes', async () => {
  const { client } = state
  const profile = value(
    await client.profiles.create({ name: 'Mint', envVars: [{ name: 'FLAVOUR', source: 'static', value: 'mint-secret' }] }),
  )
  const job = value(await client.jobs.create({ name: 'By hand', profileId: profile.id, workingDirectory: { path: folder } }))
  const start = async (prompt: string): Promise<RunId> => {
    const made = value(await client.tasks.create({ name: prompt, jobId: job.id, prompt }))
    return value(await client.tasks.run({ taskId: made.id })).id
  }
  const good = await ended(await start('write made.txt'))
  expect(good).toMatchObject({
    status: 'succeeded',
    exitCode: 0,
    cost: { usd: 0.25, turns: 2 },
    sessionId: '11111111-1111-4111-8111-111111111111',
  })
  expect(readFileSync(join(folder, 'made.txt'), 'utf8')).toContain('mint-secret')
  expect(await textOf(good.id)).toContain('It is done.')
  expect(JSON.stringify([value(await client.profiles.list({})), value(await client.moving.export({})), good])).not.toContain('mint-secret')
  expect(await ended(await start('fail'))).toMatchObject({
    status: 'failed',
    exitCode: 0,
    errorMessage: expect.stringContaining('It went wrong.') as string,
  })

  const long = await start('go on for ever')
  const pid = await until(async () => existsSync(join(folder, 'pid')) && Number(readFileSync(join(folder, 'pid'), 'utf8')), 'it works')
  value(await client.runs.stop({ runId: long }))
  expect(await ended(long)).toMatchObject({ status: 'cancelled', reason: 'cancelled_by_user' })
  expect(() => process.kill(pid, 0)).toThrow()
}, 120_000)

test('the imported job runs in its order in a worktree outside of the repository, and commits what each run changed', async () => {
  const { client } = state
  const started = value(await client.jobs.run({ jobId: ids.job }))
  const [first, second] = await Promise.all(started.runs.map(({ id }) => ended(id)))
  expect([first, second].map((one) => [one?.taskName, one?.status])).toEqual([
    ['Check', 'succeeded'],
    ['Lint', 'succeeded'],
  ])
  expect(Date.parse(second?.startedAt ?? '')).toBeGreaterThanOrEqual(Date.parse(first?.finishedAt ?? ''))
  expect(gitSays('log', '--format=%s', 'nightly')).toBe('task: Lint\ntask: Check\nfirst')
  expect(gitSays('show', 'nightly:lint.txt')).toContain('vanilla-secret')
  expect([gitSays('log', '--format=%s'), gitSays('status', '--porcelain'), readdirSync(repository)]).toEqual(['first', '', ['.git']])
}, 120_000)

test('a file that changes starts the imported task that watches for it, once, and what its own run writes does not', async () => {
  const { client } = state
  const runs = async () => value(await client.runs.list({ taskId: ids.watching })).runs
  writeFileSync(join(folder, 'inbox', 'letter.txt'), 'hello')
  const [only] = await until(async () => {
    const all = await runs()
    return all.length > 0 && all.every(({ status }) => hasEnded(status)) && all
  }, 'the watched folder starts it')
  expect(only).toMatchObject({ trigger: 'schedule', status: 'succeeded' })
  const hasRun = 3 * 1_000
  await wait(hasRun)
  expect(await runs()).toHaveLength(1)
  expect(value(await client.ticks.list({ taskId: ids.watching })).ticks).toMatchObject([{ outcome: 'started', runId: only?.id }])
}, 120_000)

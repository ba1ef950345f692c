import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { discard, refusal, startEngine, value, type TestEngine } from '../engine.fixture.ts'

let engine: TestEngine
let old: string
beforeEach(() => {
  engine = startEngine()
  old = mkdtempSync(join(tmpdir(), 'yardmaster-old-'))
})
afterEach(async () => {
  await engine[Symbol.asyncDispose]()
  discard(engine)
  rmSync(old, { recursive: true })
})

const profile = {
  id: '9E4EAA7D-BA4E-44C0-861A-712AA75382D1',
  name: 'Bedrock',
  description: '',
  env_vars: [
    { name: 'TOKEN', source: 'aws_ssm', value: '/prod/token', config: { region: 'eu-central-1', profile: 'prod', decrypt: true } },
    { name: 'ANTHROPIC_API_KEY', source: 'unset', value: '', config: null },
    { name: 'S', source: 'static', value: 'hunter2' },
  ],
  created_at: '2025-11-29T08:00:00',
  updated_at: '2025-11-29T08:00:00',
}
const job = {
  id: '0b1f0c9e6c1e4d0e9a530f6f6b0d1a01',
  name: 'Nightly',
  description: '',
  status: 'in_progress',
  created_at: '2025-11-29T08:31:00.123456',
  updated_at: '2025-11-29T08:31:00',
  profile: profile.id,
  working_directory: { path: '~/projects/app', use_git_worktree: true, worktree_name: null, worktree_branch: 'main' },
  task_order: ['7d0d0a52-3a6b-4f8a-8b1c-0a7a6b1f2c02', '00000000-0000-4000-8000-000000000000'],
}
const task = {
  id: '7d0d0a52-3a6b-4f8a-8b1c-0a7a6b1f2c02',
  job_id: job.id,
  name: 'Lint',
  enabled: true,
  commit_on_success: true,
  model: 'sonnet',
  profile: null,
  schedule: {
    schedule_type: 'calendar',
    timezone: 'Europe/Amsterdam',
    calendar_frequency: 'weekly',
    calendar_time: '09:00:00',
    calendar_days_of_week: [0, 4],
  },
  prompt_type: 'prompt',
  prompt: 'fix lint',
  permissions: 'bypass',
  session_mode: 'reuse',
  allowed_tools: [],
  disallowed_tools: ['WebFetch'],
  retry: { enabled: true, max_attempts: 2, delay_seconds: 30, backoff_multiplier: 2 },
  notifications: { on_start: false, on_end: true, on_failure: true },
  created_at: '2025-11-29T08:31:00.123456',
}
const run = {
  id: 'c2a7b6aa-5a0b-4bb2-9a5e-5c1d2e3f4a03',
  task_id: task.id,
  task_name: 'Lint',
  status: 'failed',
  scheduled_time: '2025-11-29T09:00:00.004211',
  start_time: '2025-11-29T09:00:00.004212',
  end_time: '2025-11-29T09:02:10.5',
  session_id: '11111111-1111-4111-8111-111111111111',
  raw_output: '{"type":"system"}\n{"type":"result","total_cost_usd":0.5,"num_turns":2,"usage":{"input_tokens":1,"output_tokens":2}}\n',
  errors: 'CLI exited with code 7: boom\n',
  exit_code: 1,
}

const write = (name: string, content: unknown): void =>
  writeFileSync(join(old, name), typeof content === 'string' ? content : JSON.stringify(content))
const whole = (): void => {
  write('profiles.json', [profile])
  write('jobs.json', [job])
  write('tasks.json', [task])
  write('runs.json', [run])
}
const take = async (more = {}) => value(await engine.client.moving.import({ from: 'claude-code-scheduler', path: old, ...more }))

test('jobs, tasks, runs and profiles come over as they acted there, and keep their ids', async () => {
  whole()
  expect(await take()).toMatchObject({
    created: 4,
    skipped: 0,
    problems: [{ file: 'jobs.json', reason: expect.stringContaining('00000000') as unknown }],
  })
  const detail = value(await engine.client.jobs.get({ jobId: '0b1f0c9e-6c1e-4d0e-9a53-0f6f6b0d1a01' as never }))
  expect(detail).toMatchObject({
    name: 'Nightly',
    status: 'failed',
    profileId: '9e4eaa7d-ba4e-44c0-861a-712aa75382d1',
    workingDirectory: { path: '~/projects/app', useGitWorktree: true, worktreeBranch: 'main' },
    createdAt: new Date('2025-11-29T08:31:00.123456').toISOString(),
    taskOrder: [task.id],
  })
  expect(detail.tasks[0]).toMatchObject({
    workType: 'claude_code',
    parameters: {
      prompt: 'fix lint',
      model: 'sonnet',
      permission_mode: 'bypassPermissions',
      session_mode: 'resume',
      disallowed_tools: ['WebFetch'],
    },
    schedule: { type: 'calendar', calendar: { frequency: 'weekly', time: '09:00', daysOfWeek: [1, 5] } },
    retry: { maxAttempts: 3, delayMs: 30_000, backoff: 'exponential' },
    commitOnSuccess: true,
  })
  expect(value(await engine.client.runs.get({ runId: run.id as never }))).toMatchObject({
    status: 'failed',
    exitCode: 7,
    durationMs: 130_496,
    sessionId: run.session_id,
    cost: { usd: 0.5, turns: 2 },
  })
  expect(JSON.stringify(value(await engine.client.profiles.list({})))).not.toContain('hunter2')
})

test('a second time changes nothing, and the originals are untouched', async () => {
  whole()
  const before = readdirSync(old).map((name) => readFileSync(join(old, name), 'utf8'))
  await take()
  expect(await take()).toMatchObject({ created: 0, skipped: 4 })
  expect(readdirSync(old).map((name) => readFileSync(join(old, name), 'utf8'))).toEqual(before)
})

test('a dry run says the same and changes nothing', async () => {
  whole()
  expect(await take({ dryRun: true })).toMatchObject({ dryRun: true, created: 4 })
  expect(value(await engine.client.jobs.list({})).total + value(await engine.client.profiles.list({})).total).toBe(0)
})

test('torn files and bad records are named one by one, and lose nothing else', async () => {
  write('jobs.json', '[{"id": "0b1f')
  write('profiles.json', { not: 'a list' })
  write('tasks.json', [
    'text',
    { ...task, id: 'nonsense' },
    { ...task, permissions: "['bypass']" },
    { ...task, id: '7d0d0a52-3a6b-4f8a-8b1c-0a7a6b1f2c03', schedule: { schedule_type: 'weird' } },
  ])
  write('runs.json', [
    run,
    { ...run, id: 'c2a7b6aa-5a0b-4bb2-9a5e-5c1d2e3f4a04', status: 'running', end_time: null },
    { ...run, id: 'c2a7b6aa-5a0b-4bb2-9a5e-5c1d2e3f4a05', scheduled_time: 5 },
  ])
  const report = await take()
  expect(report.problems.map(({ file, index }) => `${file} ${index ?? '-'}`)).toEqual([
    'profiles.json -',
    'jobs.json -',
    'tasks.json 0',
    'tasks.json 1',
    'tasks.json 3',
    'runs.json 2',
    'tasks.json -',
  ])
  expect(report.created).toBe(3)
  expect(value(await engine.client.runs.get({ runId: 'c2a7b6aa-5a0b-4bb2-9a5e-5c1d2e3f4a04' as never }))).toMatchObject({
    status: 'failed',
    reason: 'app_stopped',
  })
})

test('a task outside its job’s order comes in beside the job, with its folder and profile; on request it comes last in it', async () => {
  whole()
  const outside = { ...task, id: '7d0d0a52-3a6b-4f8a-8b1c-0a7a6b1f2c03', name: 'Outside', profile: null }
  write('tasks.json', [outside, task])
  const said = async (more = {}) =>
    (await take({ dryRun: true, ...more })).problems.map(({ reason }) => reason).filter((reason) => reason.includes('Outside'))
  expect(await said({ appendUnordered: true })).toEqual([expect.stringContaining('comes last in it now')])
  expect(await said()).toEqual([expect.stringContaining('unassigned now')])
  await take()
  expect(value(await engine.client.tasks.get({ taskId: outside.id as never }))).toMatchObject({
    jobId: null,
    profileId: '9e4eaa7d-ba4e-44c0-861a-712aa75382d1',
    workingDirectory: { path: '~/projects/app', useGitWorktree: true },
  })
  value(await engine.client.jobs.delete({ jobId: '0b1f0c9e-6c1e-4d0e-9a53-0f6f6b0d1a01' as never }))
  value(await engine.client.tasks.delete({ taskId: outside.id as never }))
  await take({ appendUnordered: true })
  expect(value(await engine.client.jobs.taskOrder({ jobId: '0b1f0c9e-6c1e-4d0e-9a53-0f6f6b0d1a01' as never })).taskOrder).toEqual([
    task.id,
    outside.id,
  ])
})

test('legacy keys, legacy folders, both words of intervals and its weekdays are understood', async () => {
  const legacy = { ...task, job_id: null, prompt: undefined, command: '/review', command_type: 'slash', working_directory: '~/old' }
  write('tasks.json', [
    { ...legacy, schedule: { schedule_type: 'interval', interval_type: 'cron', interval_cron: '0 9 * * 0,4' } },
    {
      ...legacy,
      id: '7d0d0a52-3a6b-4f8a-8b1c-0a7a6b1f2c03',
      schedule: { schedule_type: 'interval', interval_type: 'simple', interval_preset: '1 hour' },
    },
  ])
  const { problems } = await take()
  expect(problems.map((problem) => problem.reason).join()).toMatch(/1,5.*1 hour/s)
  const { tasks } = value(await engine.client.tasks.list({}))
  expect(tasks.map((one) => one.schedule)).toEqual([
    { type: 'cron', cron: '0 9 * * 1,5' },
    { type: 'interval', everyMs: 3_600_000 },
  ])
  expect(tasks[0]).toMatchObject({ workingDirectory: { path: '~/old' }, parameters: { prompt: '/review' } })
})

test('one of its export files is taken too; a folder without its data is not found', async () => {
  write('nightly_export.json', { version: '1.0', exported_at: '2025-11-29T08:31:00+00:00', job, tasks: [task], profiles_referenced: [] })
  expect(value(await engine.client.moving.import({ from: 'claude-code-scheduler', path: join(old, 'nightly_export.json') }))).toMatchObject(
    { created: 2 },
  )
  mkdirSync(join(old, 'empty'))
  expect(refusal(await engine.client.moving.import({ from: 'claude-code-scheduler', path: join(old, 'empty') }))).toMatchObject({
    kind: 'not_found',
  })
})

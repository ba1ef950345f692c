import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { planOf } from './plan.ts'

const id = '11111111-1111-4111-8111-111111111111'
const other = '22222222-2222-4222-8222-222222222222'
const file = (name: string, value: unknown) => planOf([{ name, content: { value } }])
const task = (record: Record<string, unknown>) => {
  const { tasks, problems } = file('tasks.json', { tasks: [{ id, ...record }] })
  return { task: [...tasks.values()][0], warnings: problems.map(({ reason }) => reason) }
}
const scheduled = (schedule: Record<string, unknown>) => {
  const { task: made, warnings } = task({ prompt: 'p', schedule })
  return { schedule: made?.schedule, warnings }
}
const run = (record: Record<string, unknown>) => {
  const { runs, problems } = file('runs.json', [
    { id, task_id: other, scheduled_time: '2025-01-02T03:04:05Z', status: 'success', ...record },
  ])
  return { run: [...runs.values()][0], problems: problems.map(({ reason }) => reason) }
}

describe('the predecessor’s schedules', () => {
  test.each([
    [{}, { type: 'manual' }],
    [{ schedule_type: 'sequential' }, { type: 'sequential' }],
    [{ schedule_type: 'startup' }, { type: 'startup' }],
    [{ schedule_type: 'interval' }, { type: 'interval', everyMs: 60_000 }],
    [
      { schedule_type: 'interval', interval_type: 'custom', interval_value: 3, interval_unit: 'hours' },
      { type: 'interval', everyMs: 10_800_000 },
    ],
    [
      { schedule_type: 'interval', interval_type: 'custom', interval_value: 0, interval_unit: 'days' },
      { type: 'interval', everyMs: 86_400_000 },
    ],
    [
      { schedule_type: 'interval', interval_type: 'cron' },
      { type: 'cron', cron: '* * * * *' },
    ],
    [
      { schedule_type: 'interval', interval_type: 'cron', interval_cron: '@daily' },
      { type: 'cron', cron: '@daily' },
    ],
    [
      { schedule_type: 'interval', interval_type: 'simple' },
      { type: 'interval', everyMs: 300_000 },
    ],
    [{ schedule_type: 'calendar' }, { type: 'calendar', calendar: { frequency: 'daily', time: '00:00' } }],
    [
      { schedule_type: 'calendar', calendar_time: '9 o’clock' },
      { type: 'calendar', calendar: { frequency: 'daily', time: '00:00' } },
    ],
    [
      { schedule_type: 'calendar', calendar_frequency: 'weekly', calendar_time: '07:30:00', calendar_days_of_week: [0, 6, 9, 'x'] },
      { type: 'calendar', calendar: { frequency: 'weekly', time: '07:30', daysOfWeek: [1, 7] } },
    ],
    [
      { schedule_type: 'calendar', calendar_frequency: 'weekly' },
      { type: 'calendar', calendar: { frequency: 'weekly', time: '00:00', daysOfWeek: [1] } },
    ],
    [
      { schedule_type: 'calendar', calendar_frequency: 'weekly', calendar_days_of_week: [9] },
      { type: 'calendar', calendar: { frequency: 'weekly', time: '00:00', daysOfWeek: [1] } },
    ],
    [
      { schedule_type: 'calendar', calendar_frequency: 'monthly' },
      { type: 'calendar', calendar: { frequency: 'monthly', time: '00:00', dayOfMonth: 1, shortMonth: 'skip' } },
    ],
    [
      { schedule_type: 'calendar', calendar_frequency: 'monthly', calendar_day_of_month: 31 },
      { type: 'calendar', calendar: { frequency: 'monthly', time: '00:00', dayOfMonth: 31, shortMonth: 'skip' } },
    ],
    [{ schedule_type: 'file_watch' }, { type: 'file_watch', watch: { path: '~', recursive: true, debounceMs: 5_000 } }],
    [
      { schedule_type: 'file_watch', watch_directory: '/w', watch_recursive: false, watch_debounce_seconds: 2 },
      { type: 'file_watch', watch: { path: '/w', recursive: false, debounceMs: 2_000 } },
    ],
  ])('%j', (old, expected) => expect(scheduled(old)).toEqual({ schedule: expected, warnings: [] }))

  test.each([
    ['every 2 hours', 7_200_000],
    ['1 day', 86_400_000],
    ['15 min', 900_000],
    ['hour', 3_600_000],
    ['30m', 1_800_000],
    ['whenever', 300_000],
    ['0 minutes', 60_000],
  ])('an interval “%s” acts as it says, with a warning', (interval_preset, everyMs) => {
    const { schedule, warnings } = scheduled({ schedule_type: 'interval', interval_type: 'simple', interval_preset })
    expect(schedule).toEqual({ type: 'interval', everyMs })
    expect(warnings).toEqual([expect.stringContaining(interval_preset)])
  })

  test.each([
    ['0 9 * * 0', '0 9 * * 1'],
    ['0 9 * * 6', '0 9 * * 0'],
    ['0 9 * * 0-4', '0 9 * * 1-5'],
    ['0 9 * * 5-6', '0 9 * * 6-7'],
    ['0 9 * * 0,2', '0 9 * * 1,3'],
    ['0 9 * * 0-6/2', '0 9 * * 1-7/2'],
    ['0 9 * * */2', '0 9 * * 1,3,5,0'],
  ])('cron weekdays keep the days they ran on: %s', (old, now) => {
    const { schedule, warnings } = scheduled({ schedule_type: 'interval', interval_type: 'cron', interval_cron: old })
    expect(schedule).toEqual({ type: 'cron', cron: now })
    expect(warnings).toHaveLength(1)
  })

  test('an unknown one leaves its task out, with the reason', () => {
    const { task: made, warnings } = task({ prompt: 'p', schedule: { schedule_type: 'lunar' } })
    expect(made).toBeUndefined()
    expect(warnings).toEqual(['left out: schedule_type is not known: "lunar"'])
  })
})

describe('the predecessor’s tasks', () => {
  test('what is missing is as it was when nothing was said', () => {
    expect(task({}).task).toMatchObject({
      name: 'Untitled Task',
      jobId: null,
      enabled: true,
      parameters: { prompt: 'Untitled Task', permission_mode: 'bypassPermissions' },
      profileId: null,
      workingDirectory: null,
      schedule: { type: 'manual' },
      retry: null,
      commitOnSuccess: true,
      notifications: { onStart: false, onEnd: false, onFailure: true },
      createdAt: null,
    })
  })
  test('everything that is said is kept', () => {
    expect(
      task({
        name: ' Named ',
        command: 'old prompt',
        job_id: other,
        profile: other,
        enabled: false,
        model: 'm',
        permissions: 'plan',
        session_mode: 'reuse',
        allowed_tools: ['Read', 1],
        disallowed_tools: ['Bash'],
        working_directory: '/w',
        commit_on_success: false,
        notifications: { on_start: true, on_end: true, on_failure: false },
        created_at: '2025-01-02T03:04:05+00:00',
      }).task,
    ).toMatchObject({
      name: 'Named',
      jobId: other,
      profileId: other,
      enabled: false,
      workingDirectory: { path: '/w' },
      commitOnSuccess: false,
      createdAt: '2025-01-02T03:04:05.000Z',
      parameters: {
        prompt: 'old prompt',
        model: 'm',
        permission_mode: 'plan',
        session_mode: 'resume',
        allowed_tools: ['Read'],
        disallowed_tools: ['Bash'],
      },
      notifications: { onStart: true, onEnd: true, onFailure: false },
    })
    expect(task({ prompt: 'p', session_mode: 'fork' }).task?.parameters).toMatchObject({ session_mode: 'fork' })
  })
  test.each([
    [{ enabled: true }, { maxAttempts: 4, delayMs: 60_000, backoff: 'exponential', jitter: false }],
    [
      { enabled: true, max_attempts: 500, delay_seconds: 0.1, backoff_multiplier: 1 },
      { maxAttempts: 100, delayMs: 1_000, backoff: 'fixed', jitter: false },
    ],
    [
      { enabled: true, max_attempts: 0, delay_seconds: 1e9 },
      { maxAttempts: 2, delayMs: 86_400_000, backoff: 'exponential', jitter: false },
    ],
    [{ enabled: false, max_attempts: 3 }, null],
  ])('retries %j', (retry, expected) => expect(task({ prompt: 'p', retry }).task?.retry).toEqual(expected))

  test('permissions that nobody knows become the default ones, with a warning; a list of one is that one', () => {
    expect(task({ prompt: 'p', permissions: 'all' })).toMatchObject({
      task: { parameters: { permission_mode: 'default' } },
      warnings: [expect.stringContaining('“all”')],
    })
    expect(task({ prompt: 'p', permissions: "['acceptEdits']" })).toMatchObject({
      task: { parameters: { permission_mode: 'acceptEdits' } },
      warnings: [],
    })
  })
  test('what the agent could not be given leaves the task out', () => {
    expect(task({ prompt: 'p'.repeat(3_000_000) })).toMatchObject({
      task: undefined,
      warnings: [expect.stringMatching(/^left out: prompt /)],
    })
    expect(task({ id: 'no id' })).toMatchObject({ task: undefined, warnings: [expect.stringMatching(/^left out: id /)] })
  })
})

describe('the predecessor’s runs', () => {
  test.each([
    ['success', 'succeeded', 'exit_code'],
    ['failed', 'failed', 'exit_code'],
    ['cancelled', 'cancelled', 'cancelled_by_user'],
    ['running', 'failed', 'app_stopped'],
    ['upcoming', 'failed', 'app_stopped'],
    [undefined, 'failed', 'app_stopped'],
  ])('%s is %s (%s)', (status, to, reason) => expect(run({ status }).run).toMatchObject({ status: to, reason }))

  test('the true exit code stands in its errors', () => {
    expect(run({ exit_code: 1, errors: 'CLI exited with code 42' }).run).toMatchObject({
      exitCode: 42,
      errorMessage: 'CLI exited with code 42',
    })
    expect(run({ exit_code: 0 }).run).toMatchObject({ exitCode: 0, errorMessage: null })
    expect(run({ errors: ' ' }).run).toMatchObject({ exitCode: null, errorMessage: null })
  })
  test('its times are the ones that are known', () => {
    expect(run({}).run).toMatchObject({ startedAt: null, finishedAt: '2025-01-02T03:04:05.000Z' })
    expect(run({ start_time: '2025-01-02T04:00:00Z' }).run).toMatchObject({
      startedAt: '2025-01-02T04:00:00.000Z',
      finishedAt: '2025-01-02T04:00:00.000Z',
    })
    expect(run({ start_time: '2025-01-02T04:00:00Z', end_time: '2025-01-02T05:00:00Z', session_id: 's' }).run).toMatchObject({
      finishedAt: '2025-01-02T05:00:00.000Z',
      sessionId: 's',
    })
  })
  test('its cost is that of the last result of its stream', () => {
    const result = (usd: number) =>
      JSON.stringify({ type: 'result', total_cost_usd: usd, num_turns: 2, usage: { input_tokens: 3, output_tokens: 4 } })
    expect(run({ raw_output: `${result(1)}\n${result(2)}\nend` }).run?.cost).toEqual({ usd: 2, turns: 2, inputTokens: 3, outputTokens: 4 })
    expect(run({ raw_output: '{"type":"result","total_cost_usd":"x"}' }).run?.cost).toEqual({
      usd: null,
      turns: null,
      inputTokens: null,
      outputTokens: null,
    })
    expect(run({ raw_output: '"result" total_cost_usd torn' }).run?.cost).toBeNull()
    expect(run({ raw_output: 'nothing' }).run?.cost).toBeNull()
  })
  test('without a time, or in a state that nobody knows, it is left out', () => {
    expect(run({ scheduled_time: 'never' })).toEqual({ run: undefined, problems: ['left out: scheduled_time is no time'] })
    expect(run({ status: 'odd' }).problems).toEqual(['left out: status is not known: odd'])
  })
})

describe('the predecessor’s jobs and profiles', () => {
  test('a job keeps its folder, its worktree and its order', () => {
    const { jobs } = file('jobs.json', [
      {
        id,
        profile: other,
        working_directory: { path: '/w', use_git_worktree: true, worktree_name: 'n', worktree_branch: 'b' },
        task_order: [other, 'none'],
      },
      { id: other, working_directory: {} },
    ])
    expect(jobs.get(id as never)).toMatchObject({
      name: 'Untitled Job',
      profileId: other,
      workingDirectory: { path: '/w', useGitWorktree: true, worktreeName: 'n', worktreeBranch: 'b' },
      taskOrder: [other],
    })
    expect(jobs.get(other as never)?.workingDirectory).toEqual({ path: '~/projects' })
  })
  test('a profile keeps its variables; one that is not right leaves it out', () => {
    const { profiles, problems } = file('profiles.json', [
      {
        id,
        name: 'p',
        env_vars: [
          { name: 'A', source: 'keychain', value: 'service' },
          { name: 'B', source: 'keychain', value: 's/a' },
          { name: 'C', source: 'aws_ssm', value: 'x', config: { region: 'r', decrypt: true } },
        ],
      },
      { id: other, env_vars: ['none'] },
      { id: '33333333-3333-4333-8333-333333333333' },
    ])
    expect(profiles.get(id as never)?.envVars).toMatchObject([
      { value: 'service/service' },
      { value: 's/a' },
      { config: { region: 'r', decrypt: true } },
    ])
    expect(profiles.size).toBe(2)
    expect(problems).toEqual([{ file: 'profiles.json', index: 1, reason: expect.stringContaining('the variable') as string }])
  })
})

describe('the predecessor’s files', () => {
  test('a file that cannot be read, is no list, or is something else, is a problem of its own', () => {
    const { problems } = planOf([
      { name: 'jobs.json', content: { problem: 'is torn' } },
      { name: 'tasks.json', content: { value: { tasks: 7 } } },
      { name: 'strange.json', content: { value: 7 } },
      { name: 'runs.json', content: { value: ['text', null] } },
    ])
    expect(problems.map(({ file: name, index, reason }) => `${name} ${index ?? '-'} ${reason}`)).toEqual([
      'jobs.json - is torn',
      'tasks.json - is no list: nothing was taken from it',
      'strange.json - is neither a list of claude-code-scheduler nor one of its exports',
      'runs.json 0 left out: is no object',
      'runs.json 1 left out: is no object',
    ])
  })
  test('an export holds a job and its tasks', () => {
    const { jobs, tasks, problems } = file('export.json', { version: '1.0', job: { id, name: 'j' }, tasks: [{ id: other, prompt: 'p' }] })
    expect([jobs.size, tasks.size, problems]).toEqual([1, 1, []])
    expect(file('export.json', { version: '0.9', job: { id } })).toMatchObject({
      tasks: new Map(),
      problems: [{ reason: expect.stringContaining('"0.9"') as string }],
    })
  })
  test('the same id again is the same record: the first one counts', () => {
    const { jobs } = planOf([
      { name: 'jobs.json', content: { value: [{ id, name: 'first' }] } },
      { name: 'jobs.json', content: { value: [{ id, name: 'second' }] } },
    ])
    expect([...jobs.values()].map(({ name }) => name)).toEqual(['first'])
  })
  test('whatever stands in a file, it is taken or is a problem, and nothing throws', () => {
    fc.assert(
      fc.property(fc.constantFrom('jobs.json', 'tasks.json', 'runs.json', 'profiles.json', 'x.json'), fc.json(), (name, text) => {
        const plan = file(name, JSON.parse(text))
        expect(plan.problems.every(({ reason }) => reason.length > 0)).toBe(true)
      }),
    )
  })
})

describe('what the predecessor had chosen', () => {
  const settings = (value: unknown) => {
    const plan = planOf([{ name: 'settings.json', content: { value } }])
    return { values: plan.settings, remarks: plan.problems.map(({ reason }) => reason) }
  }
  test('its usual settings were chosen by nobody and change nothing', () => {
    expect(
      settings({
        max_concurrent_tasks: 3,
        run_retention_count: 50,
        log_retention_days: 30,
        theme: 'dark',
        notifications_enabled: true,
        notify_errors: true,
        claude_cli_path: '',
        default_model: 'sonnet',
        mock_mode: false,
        window_width: 1450,
        window_x: null,
      }),
    ).toEqual({ values: {}, remarks: [] })
  })
  test('what was chosen is taken, and what begins to act is said', () => {
    const { values, remarks } = settings({
      max_concurrent_tasks: 7,
      run_retention_count: 9,
      log_retention_days: 90,
      claude_cli_path: '/opt/claude',
      notifications_enabled: false,
      notify_errors: false,
      notify_task_start: true,
      theme: 'light',
      mock_mode: true,
    })
    expect(values).toMatchObject({
      'runs.max_parallel': 7,
      'retention.runs_per_task': 9,
      'retention.age_days': 90,
      'coding_agent.command': '/opt/claude',
      'notices.desktop': false,
    })
    expect(values['notices.rules']).toContain('start')
    expect(values['notices.rules']).not.toContain('failure')
    expect(remarks.join('\n')).toMatch(/run_retention_count 9.*log_retention_days 90.*theme "light".*mock_mode was on/s)
  })
  test('of two files the first one counts; what is no object is a problem', () => {
    const plan = planOf([
      { name: 'settings.json', content: { value: { max_concurrent_tasks: 7 } } },
      { name: 'settings.json', content: { value: { max_concurrent_tasks: 8 } } },
      { name: 'settings.json', content: { value: [] } },
    ])
    expect(plan.settings).toEqual({ 'runs.max_parallel': 7 })
    expect(plan.problems.map(({ reason }) => reason)).toEqual(['is no object: nothing was taken from it'])
  })
  test('its sample tasks may be left out, unless somebody changed them', () => {
    const samples = [
      {
        id,
        name: 'Daily Code Review',
        enabled: false,
        model: 'sonnet',
        prompt: 'p',
        schedule: { schedule_type: 'calendar', calendar_frequency: 'daily', calendar_time: '09:00:00' },
      },
      { id: other, name: 'On-Demand Analysis', enabled: true, model: 'haiku', prompt: 'p', schedule: { schedule_type: 'manual' } },
    ]
    const files = [{ name: 'tasks.json', content: { value: samples } }]
    expect([...planOf(files, { skipSamples: true }).tasks.keys()]).toEqual([other])
    expect(planOf(files).tasks.size).toBe(2)
  })
  test('what has no place of its own here stays readable in the task', () => {
    expect(
      task({
        prompt: 'p',
        prompt_type: 'command',
        schedule: { schedule_type: 'calendar', timezone: 'Asia/Tokyo', seq_max_retries: 2, seq_retry_delay_seconds: 5 },
      }).task?.description,
    ).toBe(
      'Its prompt was a slash_command.\nIts schedule had the zone Asia/Tokyo written down; it acted, and acts, by the machine’s own clock.\nIn a sequence it was to be tried 2 more times, 5 seconds apart.',
    )
  })
  test('a folder with the home’s variable is the home’s; others are named', () => {
    const folder = (path: string) => {
      const { jobs, problems } = file('jobs.json', [{ id, working_directory: { path } }])
      return [jobs.get(id as never)?.workingDirectory.path, problems.length]
    }
    expect([folder('$HOME/x'), folder('${HOME}'), folder('$WORK/x'), folder('x/y'), folder('~/x')]).toEqual([
      ['~/x', 0],
      ['~', 0],
      ['$WORK/x', 1],
      ['x/y', 1],
      ['~/x', 0],
    ])
    expect(file('jobs.json', [{ id, working_directory: '/text' }]).problems).toHaveLength(1)
  })
})

import { expect, test } from 'vitest'
import type { Task } from '../../../shared/model/task.ts'
import { changesOf, fieldAt, fieldsOf, TaskFields } from './form.ts'

const task = {
  name: 'Fetch',
  description: '',
  workType: 'http_request',
  parameters: {
    method: 'POST',
    url: 'http://127.0.0.1/x',
    headers: { Accept: 'text/plain', 'X-A': 'b:c' },
    body: '{}',
    expect_status: 201,
  },
  workingDirectory: { path: '~/x' },
  schedule: { type: 'sequential' },
  priority: 5,
  timeoutMs: 90_500,
  idleTimeoutMs: null,
  agentType: 'infra',
  agentId: null,
  profileId: '01a20e58-144f-7733-ad45-c0094d93c51d',
  dependsOn: [{ taskId: '01a20e58-144f-7733-ad45-c0094d93c51e', when: 'finished' }],
  commitOnSuccess: true,
  stopAfterFailures: 3,
  spendLimit: { perRunUsd: 0.5 },
  blackouts: [{ from: '22:00', to: '06:00', days: [1, 3], timezone: 'UTC' }],
  notifications: { onStart: true, onEnd: false, onFailure: true },
  retry: { maxAttempts: 3, delayMs: 1_500, backoff: 'exponential', jitter: true, reasons: ['timeout'] },
  successChecks: [
    { type: 'exit_code', codes: [0, 3] },
    { type: 'log_pattern', pattern: 'a b' },
    { type: 'log_pattern', pattern: 'no', negate: true },
    { type: 'command', command: 'test -s x' },
    { type: 'files_changed' },
    { type: 'files_changed', glob: '*.md' },
  ],
} as unknown as Task

test('what a task says goes into the form and comes out as it was', () => {
  expect(changesOf(fieldsOf(task), task)).toEqual(task)
})

test.each([
  ['infra', null],
  [null, 'build-2'],
  [null, null],
])('who does it goes into the form and comes out as it was: %s, %s', (agentType, agentId) => {
  const placed = { ...task, agentType, agentId } as Task
  expect(changesOf(fieldsOf(placed), placed)).toMatchObject({ agentType, agentId })
  expect(fieldAt('agentId')).toBe('agent')
})

test.each<Task['schedule']>([
  { type: 'manual' },
  { type: 'startup' },
  { type: 'interval', everyMs: 5_400_000, missed: { policy: 'all', maxRuns: 3 } },
  { type: 'cron', cron: '30 2 * * *', timezone: 'Europe/Amsterdam' },
  { type: 'calendar', calendar: { frequency: 'weekly', time: '07:30', daysOfWeek: [1, 7] } },
  { type: 'calendar', calendar: { frequency: 'monthly', time: '07:30', dayOfMonth: 31, shortMonth: 'skip' } },
  { type: 'once', at: '2026-03-29T01:30:15.250Z' },
  { type: 'file_watch', watch: { path: '~/in', recursive: false, include: ['*.csv'], debounceMs: 500 } },
])('the schedule %j goes into the form and comes out as it was', (schedule) => {
  expect(changesOf(fieldsOf({ ...task, schedule }), task).schedule).toEqual(schedule)
})

test.each([
  ['every', { schedule: 'interval', every: '0' }],
  ['cron', { schedule: 'cron', cron: '* * *' }],
  ['weekdays', { schedule: 'calendar', frequency: 'weekly', weekdays: [] }],
  ['at', { schedule: 'once', at: '' }],
  ['name', { name: ' ' }],
  ['url', { url: 'example.com' }],
  ['timeout', { timeout: '0.5' }],
  ['timeout', { timeout: 'soon' }],
  ['folder', { folder: 'here' }],
  ['headers', { headers: 'no colon' }],
  ['expectStatus', { expectStatus: '99' }],
  ['checks', { checks: [{ type: 'log_pattern', value: '(' }] }],
  ['checks', { checks: [{ type: 'exit_code', value: '256' }] }],
  ['retryDelay', { retryDelay: '0.1' }],
  ['attempts', { attempts: '0' }],
  ['perDayUsd', { perDayUsd: 'much' }],
  ['blackouts', { blackouts: [{ from: '22:00', to: '', days: '', timezone: '' }] }],
])('%s is checked as it is typed', (field, change) => {
  const checked = TaskFields.safeParse({ ...fieldsOf(task), ...change })
  expect(checked.error?.issues.map((issue) => issue.path[0])).toEqual([field])
})

test('a shell task needs a command', () => {
  expect(TaskFields.safeParse({ ...fieldsOf(task), workType: 'shell_script', command: '  ' }).error?.issues[0]?.path).toEqual(['command'])
})

test('what the engine refuses finds its field', () => {
  expect(fieldAt('parameters.expect_status')).toBe('expectStatus')
  expect(fieldAt('workingDirectory.path')).toBe('folder')
  expect(fieldAt('timeoutMs')).toBe('timeout')
  expect(fieldAt('nonsense')).toBeUndefined()
})

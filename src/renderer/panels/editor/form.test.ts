import { expect, test } from 'vitest'
import type { Task } from '../../../shared/model/task.ts'
import { changesOf, fieldAt, fieldsOf, TaskFields } from './form.ts'

const task = {
  name: 'Fetch', description: '', workType: 'http_request', parameters: { method: 'POST', url: 'http://127.0.0.1/x', headers: { Accept: 'text/plain', 'X-A': 'b:c' }, body: '{}', expect_status: 201 },
  workingDirectory: { path: '~/x' }, schedule: { type: 'sequential' }, priority: 5, timeoutMs: 90_500, idleTimeoutMs: null,
} as unknown as Task

test('what a task says goes into the form and comes out as it was', () => {
  const { name, description, workType, parameters, workingDirectory, schedule, priority, timeoutMs, idleTimeoutMs } = task
  expect(changesOf(fieldsOf(task))).toEqual({ name, description, workType, parameters, workingDirectory, schedule, priority, timeoutMs, idleTimeoutMs })
})

test.each([
  ['name', { name: ' ' }], ['url', { url: 'example.com' }], ['timeout', { timeout: '0.5' }], ['timeout', { timeout: 'soon' }], ['folder', { folder: 'here' }],
  ['headers', { headers: 'no colon' }], ['expectStatus', { expectStatus: '99' }],
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

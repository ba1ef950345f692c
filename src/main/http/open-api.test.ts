import { expect, test } from 'vitest'
import { operations, type OperationName } from '../../shared/contract/index.ts'
import { openApi } from './open-api.ts'

interface Described {
  operationId: string
  responses: Record<string, unknown>
  requestBody?: unknown
}
const document = openApi('1.2.3') as {
  openapi: string
  paths: Record<string, Record<string, Described>>
  components: { schemas: Record<string, unknown> }
}
const described = Object.values(document.paths).flatMap((path) => Object.values(path))

test('every operation of the contract is there, under a name of its own', () => {
  const names = described.map((operation) => operation.operationId)
  for (const name of operations.keys()) expect(names).toContain(name)
  expect(new Set(names).size).toBe(names.length)
})

test('every reference leads somewhere', () => {
  const references = [...JSON.stringify(document).matchAll(/"\$ref":"([^"]+)"/g)].map(([, reference]) => reference!)
  expect(references.length).toBeGreaterThan(20)
  for (const reference of references) {
    expect(reference).toMatch(/^#\/components\/schemas\//)
    expect(document.components.schemas).toHaveProperty([reference.split('/').at(-1)!])
  }
})

test('fields are spelled as on the line, and what a record holds is left alone', () => {
  expect(document.components.schemas['Task']).toMatchObject({ properties: { work_type: {}, working_directory: {}, usual_duration_ms: {} } })
  expect(document.paths['/api/tasks/{task_id}/run']?.['post']).toBeDefined()
  expect(JSON.stringify(document.paths['/api/settings'])).toContain('runs.max_parallel')
})

test('every operation but the open ones says how it may be refused', () => {
  for (const operation of described.filter(
    (one) =>
      operations.get(one.operationId.split('.').slice(0, 2).join('.') as OperationName)?.scope !== 'none' &&
      !['openapi', 'postman'].includes(one.operationId),
  )) {
    expect(Object.keys(operation.responses)).toEqual(expect.arrayContaining(['401', '403', '422', '500']))
  }
})

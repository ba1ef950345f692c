import { spawn } from 'node:child_process'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { operations } from '../../shared/contract/index.ts'
import { discard, obey, startEngine } from '../app/engine.fixture.ts'
import { postmanCollection } from './postman.ts'
import { serveHttp } from './server.ts'

const newman = join(import.meta.dirname, '../../../node_modules/newman/bin/newman.js')
const collection = postmanCollection('1.2.3') as { item: { name: string; item: { request: { description: string } }[] }[] }

test('every operation is in the collection once', () => {
  const names = collection.item.flatMap((folder) => folder.item.map((one) => one.request.description))
  expect(names.toSorted()).toEqual([...operations.keys()].toSorted())
})

interface Report {
  readonly run: {
    readonly stats: { readonly requests: { readonly total: number } }
    readonly failures: readonly { readonly source?: { readonly name: string }; readonly error: { readonly message: string } }[]
    readonly executions: readonly { readonly item: { readonly name: string }; readonly response?: { readonly code: number } }[]
  }
}

test('newman runs the collection against a live engine, and creating, reading and running works in it', async () => {
  const engine = startEngine()
  const leaving = new AbortController()
  const obeying = obey(engine.agent, leaving.signal)
  const server = await serveHttp({ service: engine.service, token: 'the-token', port: 0, version: '1.2.3', log: { info() {}, error() {} } })
  try {
    const file = join(engine.folder, 'collection.json')
    const report = join(engine.folder, 'report.json')
    writeFileSync(file, JSON.stringify(collection))
    const folders = collection.item
      .map((folder) => folder.name)
      .filter((name) => name !== 'streams')
      .flatMap((name) => ['--folder', name])
    const child = spawn(process.execPath, [
      newman,
      'run',
      file,
      '--env-var',
      `baseUrl=http://127.0.0.1:${server.port}`,
      '--env-var',
      'token=the-token',
      '--timeout-request',
      '40000',
      '--reporters',
      'json',
      '--reporter-json-export',
      report,
      ...folders,
    ])
    await new Promise((resolve) => child.on('close', resolve))
    const { run } = ((await import(report, { with: { type: 'json' } })) as { default: Report }).default
    expect(run.failures.map((failure) => `${failure.source?.name ?? ''}: ${failure.error.message}`)).toEqual([])
    const codes = new Map(run.executions.map((one) => [one.item.name, one.response?.code]))
    for (const [name, code] of [
      ['Create a job', 201],
      ['Create a task', 201],
      ['Run a task', 202],
      ['Create a user', 201],
      ['Who am I, and what may I do?', 200],
    ] as const)
      expect([name, codes.get(operationNamed(name))]).toEqual([name, code])
    expect(run.executions.length).toBeGreaterThan(50)
  } finally {
    leaving.abort()
    await obeying
    await server.close()
    await engine[Symbol.asyncDispose]()
    discard(engine)
  }
}, 180_000)

/** The summary of an operation, by how it begins. */
const operationNamed = (beginning: string): string =>
  [...operations.values()].find(({ summary }) => summary.startsWith(beginning))?.summary ?? beginning

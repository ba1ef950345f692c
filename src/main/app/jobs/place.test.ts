import { afterEach, beforeEach, expect, test } from 'vitest'
import type { JobId } from '../../../shared/model/ids.ts'
import { discard, refusal, startEngine, value, type TestEngine } from '../engine.fixture.ts'

let engine: TestEngine
beforeEach(() => {
  engine = startEngine()
})
afterEach(async () => {
  await engine[Symbol.asyncDispose]()
  discard(engine)
})

test('jobs stand by age until one is put before another or last, again and again', async () => {
  const parent = value(await engine.client.jobs.create({ name: 'Parent' }))
  const make = async (name: string): Promise<JobId> => value(await engine.client.jobs.create({ name, parentJobId: parent.id })).id
  const order = async () =>
    value(await engine.client.jobs.get({ jobId: parent.id }))
      .children.map(({ name }) => name)
      .join('')
  const [a, b, c, d] = [await make('a'), await make('b'), await make('c'), await make('d')]

  value(await engine.client.jobs.place({ jobId: d, before: b }))
  expect(await order()).toBe('adbc')
  value(await engine.client.jobs.place({ jobId: a }))
  expect(await order()).toBe('dbca')
  for (let round = 0; round < 80; round++)
    value(await engine.client.jobs.place({ jobId: round % 2 === 0 ? c : b, before: round % 2 === 0 ? b : c }))
  expect(await order()).toBe('dbca')
  expect(refusal(await engine.client.jobs.place({ jobId: a, before: parent.id }))).toMatchObject({
    kind: 'validation',
    problems: [{ path: 'before' }],
  })
  expect(refusal(await engine.client.jobs.place({ jobId: a, before: a }))).toMatchObject({ kind: 'validation' })
})

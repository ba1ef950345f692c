import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import fc from 'fast-check'
import type { JobChange } from '../../shared/contract/jobs.ts'
import type { JobId } from '../../shared/model/ids.ts'
import { discard, refusal, settled, startEngine, value, type TestEngine } from './engine.fixture.ts'

const nobody = '01920000-0000-7000-8000-000000000000'

describe('submitted jobs', () => {
  let engine: TestEngine
  beforeEach(() => {
    engine = startEngine()
  })
  afterEach(async () => {
    await engine[Symbol.asyncDispose]()
    discard(engine)
  })

  test('each bulleted or numbered line becomes a task, and anything else one task', async () => {
    const list = value(
      await engine.client.jobs.submit({
        taskDescription: 'Parser:\n- write it\n2) test it\n  * document it',
        workerCount: 3,
        labels: ['parser'],
      }),
    )
    expect(list).toMatchObject({ status: 'pending', depth: 0, workerCount: 3, name: 'Parser:', labels: ['parser'] })
    expect(value(await engine.client.jobs.tasks({ jobId: list.id })).tasks.map((task) => task.name)).toEqual([
      'write it',
      'test it',
      'document it',
    ])
    const plain = value(await engine.client.jobs.submit({ taskDescription: 'one thing\nin two lines' }))
    expect(plain).toMatchObject({ name: 'one thing', taskOrder: [expect.any(String)] })
    expect(value(await engine.client.jobs.submit({ taskDescription: '- write it\n- test it' })).name).toBe('write it')
  })

  test('depths follow the parents', async () => {
    const { id: parentJobId } = value(await engine.client.jobs.submit({ taskDescription: 'top' }))
    expect(value(await engine.client.jobs.submit({ taskDescription: 'below', parentJobId })).depth).toBe(1)
    expect(refusal(await engine.client.jobs.submit({ taskDescription: 'x', parentJobId, depth: 3 }))).toMatchObject({
      kind: 'validation',
      problems: [{ path: 'depth' }],
    })
    expect(refusal(await engine.client.jobs.submit({ taskDescription: 'x', depth: 2 }))).toMatchObject({ kind: 'validation' })
    expect(refusal(await engine.client.jobs.submit({ taskDescription: 'x', parentJobId: nobody as JobId }))).toMatchObject({
      kind: 'not_found',
    })
    const { tree } = engine.client.jobs
    expect(value(await tree({ jobId: parentJobId }))).toMatchObject({ id: parentJobId, children: [{ name: 'below', children: [] }] })
    expect(value(await engine.client.jobs.list({ depth: 1 })).total).toBe(1)
  })

  test('a job that is cancelled ends its processes and the jobs inside it, and stays cancelled', async () => {
    const top = value(await engine.client.jobs.submit({ taskDescription: 'top', start: true }))
    const inside = value(await engine.client.jobs.submit({ taskDescription: 'inside', parentJobId: top.id }))
    await settled()
    const [run] = engine.agent.started()
    engine.agent.begin(run!)
    expect(value(await engine.client.jobs.cancel({ jobId: top.id, reason: 'no budget' })).status).toBe('cancelled')
    await settled()
    expect(engine.agent.told).toContainEqual(expect.objectContaining({ type: 'stop', runId: run }))
    engine.agent.end(run!, { outcome: 'cancelled', reason: 'cancelled_by_user', exitCode: null })
    expect(value(await engine.client.jobs.get({ jobId: top.id }))).toMatchObject({
      status: 'cancelled',
      transitions: [{ from: 'in_progress', to: 'cancelled', reason: 'no budget' }, {}, {}, {}],
    })
    expect(value(await engine.client.jobs.get({ jobId: inside.id })).status).toBe('cancelled')
    expect(refusal(await engine.client.jobs.cancel({ jobId: top.id }))).toMatchObject({
      kind: 'invalid_state_transition',
      currentState: 'cancelled',
      requestedState: 'cancelled',
    })
    expect(value(await engine.client.jobs.transitions({ jobId: top.id })).total).toBe(4)
  })

  test('without cascade the jobs inside go on', async () => {
    const top = value(await engine.client.jobs.create({ name: 'top' }))
    const inside = value(await engine.client.jobs.create({ name: 'inside', parentJobId: top.id }))
    value(await engine.client.jobs.cancel({ jobId: top.id, cascade: false }))
    expect(value(await engine.client.jobs.get({ jobId: inside.id })).status).toBe('pending')
  })

  const collect = async (jobId: JobId, after?: number): Promise<JobChange[]> => {
    const seen: JobChange[] = []
    for await (const changes of engine.client.jobs.stream({ jobId, ...(after !== undefined && { after }) }, AbortSignal.timeout(20_000)))
      seen.push(...changes)
    return seen
  }

  test('a stream begins with how the job stands and ends with its end; a reader that comes back gets only the rest', async () => {
    const { id } = value(await engine.client.jobs.submit({ taskDescription: 'top' }))
    const reading = collect(id)
    await settled()
    value(await engine.client.jobs.run({ jobId: id }))
    await settled()
    const [run] = engine.agent.started()
    engine.agent.begin(run!)
    engine.agent.end(run!)
    const seen = await reading
    expect(seen.map((change) => change.status)).toEqual(['pending', 'in_progress', 'completed'])
    expect((await collect(id, seen[0]!.seq)).map((change) => change.status)).toEqual(['in_progress', 'completed'])
    expect(await collect(id, seen[2]!.seq)).toEqual([])
    expect((await collect(id)).map((change) => change.status)).toEqual(['completed'])
  })

  test('whenever a reader comes, it misses nothing between its snapshot and the end', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(fc.integer({ min: 0, max: 4 }), { minLength: 1, maxLength: 6 }), async (delays) => {
        value(await engine.client.settings.update({ 'runs.max_parallel': 100 }))
        const jobs = await Promise.all(delays.map(async () => value(await engine.client.jobs.submit({ taskDescription: 'quick' })).id))
        const begun = engine.agent.started().length
        const readings = jobs.map(async (id, index) => {
          for (let n = 0; n < (delays[index] ?? 0); n++) await settled()
          return collect(id)
        })
        for (const jobId of jobs) value(await engine.client.jobs.run({ jobId }))
        await settled()
        for (const run of engine.agent.started().slice(begun)) {
          engine.agent.begin(run)
          engine.agent.end(run)
        }
        const way = ['pending', 'in_progress', 'completed']
        for (const seen of await Promise.all(readings))
          expect(seen.map((change) => change.status)).toEqual(way.slice(way.indexOf(seen[0]!.status)))
      }),
      { numRuns: 15 },
    )
  }, 60_000)
})

import fc from 'fast-check'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { JobId } from '../../../shared/model/ids.ts'
import { discard, refusal, settled, startEngine, value, type TestEngine } from '../engine.fixture.ts'

describe('workers granted to jobs', () => {
  let engine: TestEngine
  beforeEach(() => {
    engine = startEngine()
  })
  afterEach(async () => {
    await engine[Symbol.asyncDispose]()
    discard(engine)
  })

  const job = async (name = 'a job'): Promise<JobId> => value(await engine.client.jobs.create({ name })).id
  const allocate = async (jobId: JobId, depth: number, workerCount: number) =>
    engine.client.resources.allocate({ jobId, depth, workerCount })
  const at = async (depth: number) => value(await engine.client.resources.usage({})).usage[depth]!

  test('quotas start at 10, 8, 5, 3, 2 and 1, and can be changed', async () => {
    const most = async () => value(await engine.client.resources.quotas({})).quotas.map((one) => one.maxWorkers)
    expect(await most()).toEqual([10, 8, 5, 3, 2, 1])
    expect(value(await engine.client.resources.setQuota({ depth: 5, maxWorkers: 4 }))).toEqual({ depth: 5, maxWorkers: 4 })
    expect(await most()).toEqual([10, 8, 5, 3, 2, 4])
    expect(refusal(await engine.client.resources.setQuota({ depth: 6, maxWorkers: 4 }))).toMatchObject({ kind: 'validation' })
  })

  test('what is free is granted, then nothing; a second release gives back nothing', async () => {
    const [one, two] = [await job(), await job()]
    expect(value(await allocate(one, 3, 2))).toEqual({ jobId: one, depth: 3, requested: 2, granted: 2 })
    expect(value(await allocate(two, 3, 5))).toMatchObject({ requested: 5, granted: 1 })
    expect(refusal(await allocate(two, 3, 1))).toMatchObject({ kind: 'insufficient_resources' })
    expect(await at(3)).toMatchObject({ allocated: 3, available: 0, level: 'critical' })
    expect(value(await engine.client.resources.release({ jobId: one }))).toEqual({ released: 2 })
    expect(value(await engine.client.resources.release({ jobId: one }))).toEqual({ released: 0 })
    expect(await at(3)).toMatchObject({ allocated: 1, available: 2 })
  })

  test('any end of the job gives back what it holds, and an ended job gets nothing', async () => {
    const id = await job()
    const task = value(await engine.client.tasks.create({ name: 'one', command: 'true', jobId: id }))
    value(await allocate(id, 0, 4))
    const run = value(await engine.client.tasks.run({ taskId: task.id }))
    await settled()
    engine.agent.begin(run.id)
    expect(await at(0)).toMatchObject({ allocated: 4 })
    engine.agent.end(run.id)
    expect(await at(0)).toMatchObject({ allocated: 0 })
    expect(refusal(await allocate(id, 0, 1))).toMatchObject({ kind: 'conflict' })
  })

  test('cancelling and deleting give back too', async () => {
    const [one, two] = [await job(), await job()]
    value(await allocate(one, 1, 3))
    value(await allocate(two, 1, 3))
    value(await engine.client.jobs.cancel({ jobId: one }))
    expect(await at(1)).toMatchObject({ allocated: 3 })
    value(await engine.client.jobs.delete({ jobId: two }))
    expect(await at(1)).toMatchObject({ allocated: 0 })
  })

  test('from 80 % and from 90 % on the journal warns, once each', async () => {
    const id = await job()
    const warnings = async () =>
      value(await engine.client.events.list({ limit: 500 })).events.filter((event) => event.type === 'resources.warning').length
    const seen: number[] = []
    for (const count of [7, 1, 1, 1]) {
      value(await allocate(id, 0, count))
      seen.push(await warnings())
    }
    expect(seen).toEqual([0, 1, 2, 2])
  })

  test('whatever is asked for and given back in whatever order, no quota is exceeded', async () => {
    const jobs = await Promise.all([job(), job(), job()])
    const step = fc.record({ job: fc.nat(2), depth: fc.nat(5), count: fc.integer({ min: 0, max: 12 }) })
    await fc.assert(
      fc.asyncProperty(fc.array(step, { maxLength: 25 }), async (steps) => {
        for (const one of steps) {
          const jobId = jobs[one.job]!
          if (one.count === 0) value(await engine.client.resources.release({ jobId, depth: one.depth }))
          else await allocate(jobId, one.depth, one.count)
        }
        for (const { allocated, maxWorkers } of value(await engine.client.resources.usage({})).usage)
          expect(allocated).toBeLessThanOrEqual(maxWorkers)
        for (const jobId of jobs) value(await engine.client.resources.release({ jobId }))
        expect(value(await engine.client.resources.allocations({})).total).toBe(0)
      }),
      { numRuns: 40 },
    )
  })

  test('goal jobs start only while a worker of their depth is free, and a job’s own grant is free for it', async () => {
    value(await engine.client.settings.update({ 'runs.share_folder': true, 'runs.max_parallel': 20, 'tiers.bootstrapper.per_user': 20 }))
    value(await engine.client.resources.setQuota({ depth: 0, maxWorkers: 3 }))
    const holder = await job()
    value(await allocate(holder, 0, 1))
    const goals: JobId[] = []
    for (let n = 0; n < 3; n++) goals.push(value(await engine.client.jobs.create({ goal: 'it', workingDirectory: { path: '/tmp' } })).id)
    for (let n = 0; n < 4; n++) await settled()
    expect(engine.agent.started()).toHaveLength(2)
    expect(await at(0)).toMatchObject({ allocated: 3, available: 0, level: 'critical' })
    expect(value(await engine.client.queue.list({})).entries.map((one) => [one.jobId, one.waitsFor])).toEqual([
      [goals[2], 'a worker of depth 0: its quota is used up (resources.quotas)'],
    ])
    expect(refusal(await allocate(holder, 0, 1))).toMatchObject({ kind: 'insufficient_resources' })
    value(await engine.client.resources.release({ jobId: holder }))
    for (let n = 0; n < 4; n++) await settled()
    expect(engine.agent.started()).toHaveLength(3)
    expect(await at(0)).toMatchObject({ allocated: 3 })
    for (const jobId of goals) value(await engine.client.jobs.cancel({ jobId }))
    for (const run of engine.agent.started()) engine.agent.end(run, { outcome: 'cancelled', reason: 'cancelled_by_user' })
    expect(await at(0)).toMatchObject({ allocated: 0, available: 3 })
  })

  test('other jobs do so where the setting says all jobs; tasks without a job never', async () => {
    const id = value(await engine.client.jobs.submit({ taskDescription: '- one\n- two\n- three', workerCount: 3 })).id
    value(await engine.client.settings.update({ 'runs.max_parallel': 20, 'runs.share_folder': true, 'resources.quotas_for': 'all_jobs' }))
    value(await engine.client.resources.setQuota({ depth: 0, maxWorkers: 2 }))
    value(await engine.client.jobs.run({ jobId: id }))
    const alone = value(await engine.client.tasks.create({ name: 'alone', command: 'true' }))
    value(await engine.client.tasks.run({ taskId: alone.id }))
    await settled()
    expect(engine.agent.started()).toHaveLength(3)
    expect(value(await engine.client.runs.list({ status: 'queued' })).runs.map((run) => run.waitsFor)).toEqual([
      expect.stringContaining('depth 0'),
    ])
    value(await engine.client.settings.update({ 'resources.quotas_for': 'goal_jobs' }))
    await settled()
    expect(engine.agent.started()).toHaveLength(4)
  })
})

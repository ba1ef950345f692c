import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { JobId, RunId, TaskId } from '../../shared/model/ids.ts'
import { discard, refusal, settled, startEngine, value, type TestEngine } from './engine.fixture.ts'

const nobody = '01920000-0000-7000-8000-000000000000'

describe('the engine', () => {
  let engine: TestEngine
  beforeEach(() => {
    engine = startEngine()
  })
  afterEach(async () => {
    await engine[Symbol.asyncDispose]()
    discard(engine)
  })

  const job = async (tasks: number, fields: object = {}) => {
    const created = value(await engine.client.jobs.create({ name: 'Nightly', ...fields }))
    const ids: TaskId[] = []
    for (let n = 1; n <= tasks; n++)
      ids.push(value(await engine.client.tasks.create({ name: `task ${n}`, command: `echo ${n}`, jobId: created.id })).id)
    return { id: created.id, tasks: ids }
  }
  const run = async (taskId: TaskId): Promise<RunId> => value(await engine.client.tasks.run({ taskId })).id
  const statusOf = async (runId: RunId) => value(await engine.client.runs.get({ runId })).status
  const jobStatus = async (jobId: JobId) => value(await engine.client.jobs.get({ jobId })).status

  test('a run that an agent starts and ends is recorded with its worker and every state it was in', async () => {
    const { id, tasks } = await job(1)
    const runId = await run(tasks[0]!)
    await settled()
    expect(engine.agent.started()).toEqual([runId])
    expect(await statusOf(runId)).toBe('starting')
    expect(await jobStatus(id)).toBe('in_progress')

    engine.agent.begin(runId)
    engine.agent.end(runId)
    const ended = value(await engine.client.runs.get({ runId }))
    expect(ended).toMatchObject({ status: 'succeeded', reason: 'exit_code', exitCode: 0, trigger: 'api', attempt: 1 })
    expect(await jobStatus(id)).toBe('completed')
    expect(value(await engine.client.workers.list({})).workers).toMatchObject([{ runId, status: 'completed', pid: 4711 }])
    const audit = value(await engine.client.jobs.transitions({ jobId: id })).transitions.map((one) => `${one.from} -> ${one.to}`)
    expect(audit).toEqual(['in_progress -> completed', 'pending -> in_progress', 'submitted -> pending', 'null -> submitted'])
  })

  test('forty runs at once with room for two: never three at a time, and all forty are recorded', async () => {
    value(await engine.client.settings.update({ 'runs.max_parallel': 2 }))
    const task = value(await engine.client.tasks.create({ name: 'many', command: 'true' }))
    for (let n = 0; n < 40; n++) await run(task.id)
    for (let ended = 0; ended < 40; ended++) {
      await settled()
      const active = value(await engine.client.system.summary({})).active
      expect(active).toBeLessThanOrEqual(2)
      const next = engine.agent.started()[ended]!
      engine.agent.begin(next)
      engine.agent.end(next)
    }
    const runs = value(await engine.client.runs.list({ status: 'succeeded' }))
    expect(runs.total).toBe(40)
  })

  test('a job runs its tasks in their order, one at a time, the disabled ones too', async () => {
    const { id, tasks } = await job(3)
    value(await engine.client.tasks.disable({ taskId: tasks[1]! }))
    value(await engine.client.jobs.setTaskOrder({ jobId: id, taskOrder: [tasks[2]!, tasks[0]!, tasks[1]!] }))
    const { runs } = value(await engine.client.jobs.run({ jobId: id }))
    expect(runs.map((one) => one.taskId)).toEqual([tasks[2], tasks[0], tasks[1]])
    for (const one of runs) {
      await settled()
      expect(engine.agent.started().at(-1)).toBe(one.id)
      engine.agent.begin(one.id)
      engine.agent.end(one.id)
    }
    expect(await jobStatus(id)).toBe('completed')
  })

  test('after a failure the rest of the job is cancelled and says why, and a retry goes on from there', async () => {
    const { id, tasks } = await job(3)
    const { runs } = value(await engine.client.jobs.run({ jobId: id }))
    await settled()
    engine.agent.begin(runs[0]!.id)
    engine.agent.end(runs[0]!.id)
    await settled()
    engine.agent.begin(runs[1]!.id)
    engine.agent.end(runs[1]!.id, { outcome: 'failed', exitCode: 7, errorMessage: 'exit code 7' })
    expect(value(await engine.client.runs.get({ runId: runs[2]!.id }))).toMatchObject({ status: 'cancelled', reason: 'dependency_failed' })
    expect(await jobStatus(id)).toBe('failed')

    const retried = value(await engine.client.jobs.retry({ jobId: id }))
    expect(retried.runs.map((one) => one.taskId)).toEqual([tasks[1], tasks[2]])
    expect(retried.status).toBe('in_progress')
  })

  test('a job that goes on after a failure runs the rest', async () => {
    const { id } = await job(2, { onFailure: 'continue' })
    const { runs } = value(await engine.client.jobs.run({ jobId: id }))
    await settled()
    engine.agent.begin(runs[0]!.id)
    engine.agent.end(runs[0]!.id, { outcome: 'failed', exitCode: 1 })
    await settled()
    expect(engine.agent.started()).toContain(runs[1]!.id)
  })

  test('stopping a job ends what waits at once and asks the agent for the rest', async () => {
    const { id } = await job(3)
    const { runs } = value(await engine.client.jobs.run({ jobId: id }))
    await settled()
    engine.agent.begin(runs[0]!.id)
    value(await engine.client.jobs.stop({ jobId: id }))
    await settled()
    expect(engine.agent.told.filter((message) => message.type === 'stop')).toMatchObject([
      { runId: runs[0]!.id, reason: 'cancelled_by_user' },
    ])
    for (const waiting of runs.slice(1))
      expect(value(await engine.client.runs.get({ runId: waiting.id }))).toMatchObject({ status: 'cancelled', reason: 'cancelled_by_user' })
    engine.agent.end(runs[0]!.id, { outcome: 'cancelled', reason: 'cancelled_by_user', exitCode: null, signal: 'SIGTERM' })
    expect(await jobStatus(id)).toBe('failed')
    expect(refusal(await engine.client.jobs.stop({ jobId: id })).kind).toBe('invalid_state_transition')
  })

  test('an order that got lost is given again after the next welcome, a lost run ends as agent_lost', async () => {
    const { tasks } = await job(2, { workerCount: 2 })
    const lostOrder = await run(tasks[0]!)
    const lostRun = await run(tasks[1]!)
    await settled()
    engine.agent.begin(lostRun)
    engine.agent.vanish()
    engine.agent.welcome([])
    expect(engine.agent.started().filter((id) => id === lostOrder)).toHaveLength(2)
    expect(value(await engine.client.runs.get({ runId: lostRun }))).toMatchObject({ status: 'failed', reason: 'agent_lost' })
  })

  test('a run that ended while nobody listened gets its true end', async () => {
    const { tasks } = await job(1)
    const runId = await run(tasks[0]!)
    await settled()
    engine.agent.begin(runId)
    engine.agent.vanish()
    const at = new Date().toISOString()
    engine.agent.welcome([
      {
        runId,
        attempt: 1,
        state: 'ended',
        pid: 1,
        startedAt: at,
        log: { bytes: 9, lines: 1 },
        end: {
          outcome: 'failed',
          reason: 'exit_code',
          exitCode: 3,
          signal: null,
          errorMessage: 'exit code 3',
          startedAt: at,
          finishedAt: at,
          log: { bytes: 9, lines: 1 },
        },
      },
    ])
    expect(value(await engine.client.runs.get({ runId }))).toMatchObject({ status: 'failed', exitCode: 3, log: { bytes: 9, lines: 1 } })
    expect(engine.agent.told.at(-1)).toEqual({ type: 'forget', runId })
  })

  test('an ended run never changes again, whatever the agent says', async () => {
    const { tasks } = await job(1)
    const runId = await run(tasks[0]!)
    await settled()
    engine.agent.begin(runId)
    engine.agent.end(runId)
    engine.agent.end(runId, { outcome: 'failed', exitCode: 1 })
    engine.agent.begin(runId)
    expect(await statusOf(runId)).toBe('succeeded')
  })

  test('restarting a run makes the next attempt; an active one is refused', async () => {
    const { tasks } = await job(1)
    const runId = await run(tasks[0]!)
    expect(refusal(await engine.client.runs.restart({ runId }))).toMatchObject({
      kind: 'invalid_state_transition',
      requestedState: 'queued',
    })
    await settled()
    engine.agent.begin(runId)
    engine.agent.end(runId, { outcome: 'failed', exitCode: 1 })
    const again = value(await engine.client.runs.restart({ runId }))
    expect(again).toMatchObject({ attempt: 2, trigger: 'retry', status: 'queued' })
    expect(again.traceId).toBe(value(await engine.client.runs.get({ runId })).traceId)
  })

  test('a waiting run says where it stands and what it waits for', async () => {
    value(await engine.client.settings.update({ 'runs.max_parallel': 1 }))
    const task = value(await engine.client.tasks.create({ name: 'one', command: 'true' }))
    await run(task.id)
    const second = await run(task.id)
    await settled()
    const waiting = value(await engine.client.runs.get({ runId: second }))
    expect(waiting).toMatchObject({ status: 'queued', position: 1 })
    expect(waiting.waitsFor).toContain('1 of 1 are taken')
  })

  test('higher priorities start first, equal ones in the order of submission', async () => {
    value(await engine.client.settings.update({ 'runs.max_parallel': 1 }))
    const low = value(await engine.client.tasks.create({ name: 'low', command: 'true', priority: 1 }))
    const high = value(await engine.client.tasks.create({ name: 'high', command: 'true', priority: 5 }))
    const first = await run(low.id)
    await settled()
    const second = await run(low.id)
    const third = await run(high.id)
    for (const next of [first, third, second]) {
      await settled()
      expect(engine.agent.started().at(-1)).toBe(next)
      engine.agent.begin(next)
      engine.agent.end(next)
    }
  })

  test('deleting a job stops its runs first and takes tasks and runs with it; children keep living at the top', async () => {
    const { id, tasks } = await job(2)
    const child = value(await engine.client.jobs.create({ name: 'child', parentJobId: id }))
    const runId = await run(tasks[0]!)
    await settled()
    engine.agent.begin(runId)
    const deleting = engine.client.jobs.delete({ jobId: id })
    await settled()
    expect(engine.agent.told.at(-1)).toMatchObject({ type: 'stop', runId })
    engine.agent.end(runId, { outcome: 'cancelled', reason: 'cancelled_by_user', exitCode: null })
    expect(value(await deleting)).toMatchObject({ deleted: true, jobs: 1, tasks: 2, runs: 1 })
    expect(refusal(await engine.client.tasks.get({ taskId: tasks[0]! })).kind).toBe('not_found')
    expect(value(await engine.client.jobs.get({ jobId: child.id }))).toMatchObject({ parentJobId: null, depth: 0 })
  })

  test('a stream of the journal has no gap between what was and what comes', async () => {
    await job(1)
    const abort = new AbortController()
    const seen: number[] = []
    const reading = (async () => {
      for await (const page of engine.client.events.follow({ after: 0 }, abort.signal)) {
        seen.push(...page.map((event) => event.seq))
        if (seen.length >= 8) abort.abort()
      }
    })()
    for (let n = 0; n < 6; n++) await job(0)
    await reading
    expect(seen).toEqual(seen.map((_, index) => index + seen[0]!))
  })

  test('the same idempotency key gives the same answer, and another body a conflict', async () => {
    const keyed = engine.as({ idempotencyKey: 'k1' })
    const first = value(await keyed.jobs.create({ name: 'once' }))
    expect(value(await keyed.jobs.create({ name: 'once' })).id).toBe(first.id)
    expect(refusal(await keyed.jobs.create({ name: 'twice' })).kind).toBe('conflict')
    expect(value(await engine.client.jobs.list({})).total).toBe(1)
  })

  test.each([
    ['an empty name', { name: ' ' }, 'name'],
    ['an unknown field', { name: 'x', colour: 'red' }, 'colour'],
    ['a wrong type', { name: 7 }, 'name'],
    ['a huge name', { name: 'x'.repeat(100_000) }, 'name'],
    ['a relative folder', { name: 'x', workingDirectory: { path: 'here' } }, 'workingDirectory.path'],
  ])('%s is refused, naming the field, and changes nothing', async (_what, body, path) => {
    const refused = refusal(await engine.client.jobs.create(body as never))
    expect(refused).toMatchObject({ kind: 'validation', problems: [{ path }] })
    expect(value(await engine.client.jobs.list({})).total).toBe(0)
  })

  test('rights come before rows, rows before fields', async () => {
    const { id } = await job(0)
    const reader = engine.as({ scopes: new Set(['jobs:read']) })
    expect(refusal(await reader.jobs.update({ jobId: nobody as JobId, name: 7 } as never)).kind).toBe('forbidden')
    expect(refusal(await engine.client.jobs.update({ jobId: nobody as JobId, name: 7 } as never)).kind).toBe('not_found')
    expect(refusal(await engine.client.jobs.update({ jobId: id, name: 7 } as never)).kind).toBe('validation')
    expect(refusal(await engine.client.jobs.get({ jobId: 'not-a-uuid' as JobId })).kind).toBe('not_found')
  })

  test('an unknown work type is answered as such', async () => {
    expect(refusal(await engine.client.tasks.create({ name: 'x', workType: 'dance', parameters: {} })).kind).toBe('unknown_work_type')
  })

  test('a job cannot be nested deeper than five, nor below itself', async () => {
    let parent: JobId | null = null
    const chain: JobId[] = []
    for (let depth = 0; depth <= 5; depth++) {
      const made: { id: JobId; depth: number } = value(await engine.client.jobs.create({ name: `level ${depth}`, parentJobId: parent }))
      expect(made.depth).toBe(depth)
      parent = made.id
      chain.push(made.id)
    }
    expect(refusal(await engine.client.jobs.create({ name: 'too deep', parentJobId: parent })).kind).toBe('validation')
    expect(refusal(await engine.client.jobs.update({ jobId: chain[0]!, parentJobId: chain[3]! })).kind).toBe('conflict')
    expect(value(await engine.client.jobs.update({ jobId: chain[4]!, parentJobId: null })).depth).toBe(0)
    expect(value(await engine.client.jobs.get({ jobId: chain[5]! })).depth).toBe(1)
  })
})

import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { RunId } from '../../../shared/model/ids.ts'
import type { Worker, WorkerStatus } from '../../../shared/model/worker.ts'
import { discard, refusal, settled, startEngine, value, type TestEngine } from '../engine.fixture.ts'

describe('workers', () => {
  let engine: TestEngine
  beforeEach(() => {
    engine = startEngine()
  })
  afterEach(async () => {
    await engine[Symbol.asyncDispose]()
    discard(engine)
  })

  const only = async (): Promise<Worker> => value(await engine.client.workers.list({})).workers[0]!
  const give = async (): Promise<RunId> => {
    const task = value(await engine.client.tasks.create({ name: 'work', command: 'sleep 9' }))
    const { id } = value(await engine.client.tasks.run({ taskId: task.id }))
    await settled()
    return id
  }
  const running = async (): Promise<RunId> => {
    const runId = await give()
    engine.agent.begin(runId)
    return runId
  }

  test('a worker shows its load, its uptime and every state it was in', async () => {
    const runId = await running()
    engine.agent.say({ type: 'usage', at: '2026-01-01T00:00:00.000Z', runs: [{ runId, cpuPercent: 151.5, memoryMb: 20.25, processes: 3 }] })
    const { id } = await only()
    const details = value(await engine.client.workers.get({ workerId: id }))
    expect(details).toMatchObject({
      runId,
      taskName: 'work',
      workspaceId: 'default',
      status: 'running',
      pid: 4711,
      cpuPercent: 151.5,
      memoryMb: 20.25,
      processes: 3,
    })
    expect(details.samples).toHaveLength(1)
    expect(details.uptimeMs).toBeGreaterThanOrEqual(0)
    expect(details.transitions.map((one) => one.to)).toEqual(['running', 'idle'])
    expect(value(await engine.client.workers.metrics({}))).toMatchObject({
      totalWorkers: 1,
      byStatus: { idle: 0, running: 1, paused: 0 },
      cpuPercent: 151.5,
      memoryMb: 20.3,
    })
  })

  test('pausing and resuming answer when the agent has really done it, and name who wanted it', async () => {
    const runId = await running()
    const { id } = await only()
    const pausing = engine.client.workers.pause({ workerId: id })
    await settled()
    expect(engine.agent.told.at(-1)).toEqual({ type: 'pause', runId })
    engine.agent.say({ type: 'paused', runId })
    expect(value(await pausing)).toMatchObject({ status: 'paused' })
    const resuming = engine.client.workers.resume({ workerId: id })
    await settled()
    engine.agent.say({ type: 'resumed', runId })
    expect(value(await resuming)).toMatchObject({ status: 'running' })
    expect(
      value(await engine.client.workers.get({ workerId: id }))
        .transitions.slice(0, 2)
        .map((one) => [one.to, one.actor]),
    ).toEqual([
      ['running', 'local'],
      ['paused', 'local'],
    ])
  })

  test('a terminated worker’s run ends cancelled, with the reason that was given', async () => {
    const runId = await running()
    const { id } = await only()
    const ending = engine.client.workers.terminate({ workerId: id, reason: 'eats memory' })
    await settled()
    expect(engine.agent.told.at(-1)).toMatchObject({ type: 'stop', runId })
    engine.agent.end(runId, {
      outcome: 'cancelled',
      reason: 'cancelled_by_user',
      exitCode: null,
      signal: 'SIGTERM',
      errorMessage: 'Stopped by hand',
    })
    expect(value(await ending)).toMatchObject({ status: 'terminated' })
    expect(value(await engine.client.runs.get({ runId }))).toMatchObject({
      status: 'cancelled',
      reason: 'cancelled_by_user',
      errorMessage: 'eats memory',
    })
    expect(value(await engine.client.workers.get({ workerId: id })).transitions[0]).toMatchObject({
      from: 'running',
      to: 'terminated',
      reason: 'cancelled_by_user: eats memory',
      actor: 'local',
    })
  })

  /** Brings a worker into each of its states. */
  const into: Record<WorkerStatus, () => Promise<RunId>> = {
    idle: give,
    running,
    paused: async () => {
      const runId = await running()
      engine.agent.say({ type: 'paused', runId })
      return runId
    },
    completed: async () => {
      const runId = await running()
      engine.agent.end(runId)
      return runId
    },
    failed: async () => {
      const runId = await running()
      engine.agent.end(runId, { outcome: 'failed', exitCode: 1 })
      return runId
    },
    terminated: async () => {
      const runId = await running()
      engine.agent.end(runId, { outcome: 'cancelled', reason: 'cancelled_by_user' })
      return runId
    },
  }
  const asks = { pause: 'paused', resume: 'running', terminate: 'terminated' } as const
  const allowed = new Set(['running pause', 'paused resume', 'idle terminate', 'running terminate', 'paused terminate'])
  const refusals = (Object.keys(into) as WorkerStatus[]).flatMap((from) =>
    (Object.keys(asks) as (keyof typeof asks)[]).filter((ask) => !allowed.has(`${from} ${ask}`)).map((ask) => [from, ask] as const),
  )

  test.each(refusals)('a worker that is %s refuses to %s, and nothing changes', async (from, ask) => {
    await into[from]()
    const before = value(await engine.client.workers.get({ workerId: (await only()).id }))
    expect(before.status).toBe(from)
    expect(refusal(await engine.client.workers[ask]({ workerId: before.id }))).toMatchObject({
      kind: 'invalid_state_transition',
      currentState: from,
      requestedState: asks[ask],
    })
    const after = value(await engine.client.workers.get({ workerId: before.id }))
    expect(after.transitions).toEqual(before.transitions)
    expect(after.updatedAt).toBe(before.updatedAt)
  })
})

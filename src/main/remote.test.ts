import { randomUUID } from 'node:crypto'
import { existsSync, readFileSync } from 'node:fs'
import { Connection } from 'rabbitmq-client'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { AgentId } from '../shared/model/ids.ts'
import { value } from './app/engine.fixture.ts'
import { hasBroker } from './links/broker.fixture.ts'
import { layCable } from './links/cut.fixture.ts'
import { offlineAfterMs, until, Yard } from './remote.fixture.ts'

const patience = 120_000

/** Closed with its test, also where that fails: the broker ends sooner than the process. */
function connected(url: string) {
  const connection = new Connection(url)
  connection.on('error', () => {})
  return { connection, [Symbol.asyncDispose]: () => connection.close() }
}

describe.skipIf(!hasBroker)('agents on other machines', { timeout: patience }, () => {
  const held: { yard?: Yard } = {}
  const yard = (): Yard =>
    held.yard ??
    (() => {
      throw new Error('no yard')
    })()
  beforeAll(async () => {
    held.yard = await Yard.open()
  }, patience)
  afterAll(async () => {
    await held.yard?.close()
  }, patience)

  test('dispatched work is done by an agent of its type, with its log and its exit code', async () => {
    const agent = yard().startAgent('plain', 'infra')
    const done = await yard().shell('echo one; echo two >&2; exit 3')
    expect(await yard().becomes(done, 'failed')).toMatchObject({
      exitCode: 3,
      agentId: 'plain',
      output: expect.stringContaining('one\n') as string,
    })
    expect(await yard().becomes(await yard().dispatch('echo', { message: 'hello' }), 'completed')).toMatchObject({
      output: 'hello\n',
      exitCode: 0,
    })
    await yard().kill(agent)
  })

  test('an agent is never given what it cannot do', async () => {
    const desktop = yard().startAgent('desk', 'desktop')
    const infra = await yard().shell(yard().counted('wrong-type'))
    expect(await yard().becomes(await yard().dispatch('metrics', {}), 'completed')).toMatchObject({ agentId: 'desk' })
    expect((await yard().status(infra)).status).toBe('pending')
    value(await yard().client().dispatch.cancel({ taskId: infra }))
    await yard().kill(desktop)
  })

  test('a task names one agent, or nobody: then whoever has room does it', async () => {
    const agents = [yard().startAgent('first', 'infra', 1), yard().startAgent('other', 'infra', 1)]
    const client = yard().client()
    try {
      await until(async () => value(await client.agents.list({ status: 'online', agentType: 'infra' })).total === 2, 'both are there')
      const start = async (more: object = {}) => {
        const task = value(await client.tasks.create({ name: 'somewhere', command: 'sleep 1', ...more }))
        return value(await client.tasks.run({ taskId: task.id })).id
      }
      const started = [await start({ agentId: 'other' as AgentId }), await start(), await start({ agentId: 'other' as AgentId })]
      const runs = async () => Promise.all(started.map(async (runId) => value(await client.runs.get({ runId }))))
      await until(async () => (await runs()).every(({ status }) => status === 'succeeded'), 'all are done')
      expect((await runs()).map(({ agentId }) => agentId)).toEqual(['other', 'first', 'other'])
    } finally {
      for (const agent of agents) await yard().kill(agent)
    }
  })

  test('what waits in the queue is taken by priority, and cancelled work is dropped there', async () => {
    const order = `${yard().folder}/order`
    const low = await yard().dispatch('shell_script', { command: `echo low >> ${order}` }, 1)
    const gone = await yard().dispatch('shell_script', { command: `echo gone >> ${order}` }, 4)
    const high = await yard().dispatch('shell_script', { command: `echo high >> ${order}` }, 5)
    expect(value(await yard().client().dispatch.cancel({ taskId: gone }))).toEqual({ taskId: gone, status: 'cancelled' })
    const agent = yard().startAgent('ordered', 'infra', 1)
    await Promise.all([yard().becomes(high, 'completed'), yard().becomes(low, 'completed')])
    expect(readFileSync(order, 'utf8')).toBe('high\nlow\n')
    expect((await yard().status(gone)).status).toBe('cancelled')
    await yard().kill(agent)
  })

  test('a cancelled run really ends, and nothing later changes that', async () => {
    const agent = yard().startAgent('cancelled', 'infra')
    const task = await yard().shell(
      yard().counted('cancelled', `trap 'exit 0' TERM; for i in $(seq 600); do sleep 0.1; done; ${yard().counted('survived')}`),
    )
    await until(() => yard().times('cancelled') === 1, 'it runs')
    value(await yard().client().dispatch.cancel({ taskId: task }))
    expect((await yard().status(task)).status).toBe('cancelled')
    const run = (await yard().status(task)).runId
    await until(
      async () =>
        value(
          await yard()
            .client()
            .runs.get({ runId: run as never }),
        ).status === 'cancelled',
      'its process is gone',
    )
    expect(yard().times('survived')).toBe(0)
    await yard().kill(agent)
  })

  test('work goes on while the broker is away, and is told of once it is back', async () => {
    const agent = yard().startAgent('patient', 'infra')
    const task = await yard().shell(yard().counted('broker-away', 'sleep 3; echo done'))
    await until(() => yard().times('broker-away') === 1, 'it runs')
    await yard().broker.kill()
    await until(async () => value(await yard().client().system.health({})).status === 'degraded', 'the health says so')
    const meanwhile = await yard().shell(yard().counted('meanwhile'))
    expect((await yard().status(meanwhile)).status).toBe('pending')
    await yard().broker.start()
    expect(await yard().becomes(task, 'completed', 'failed')).toMatchObject({ status: 'completed', output: 'done\n' })
    await yard().becomes(meanwhile, 'completed')
    expect([yard().times('broker-away'), yard().times('meanwhile')]).toEqual([1, 1])
    await yard().kill(agent)
  })

  test('a cut connection costs nothing: what ran while it was cut is told of, once', async () => {
    await using cable = await layCable(yard().broker.port)
    // How soon an agent comes back is its own affair; how long it may be away is tried elsewhere.
    await yard().givesUpAfter(60_000)
    const agent = yard().startAgent('wired', 'infra', 2, yard().broker.url.replace(/:\d+$/, `:${cable.port}`))
    try {
      const task = await yard().shell(yard().counted('cut', `sleep 3; ${yard().counted('cut-end', 'echo done')}`))
      await yard().becomes(task, 'running')
      cable.cut()
      await until(() => yard().times('cut-end') === 1, 'it has ended')
      expect((await yard().status(task)).status).toBe('running')
      cable.mend()
      expect(await yard().becomes(task, 'completed', 'failed')).toMatchObject({ status: 'completed', output: 'done\n' })
      expect([yard().times('cut'), yard().times('cut-end')]).toEqual([1, 1])
    } finally {
      await yard().kill(agent)
      await yard().givesUpAfter(offlineAfterMs)
    }
  })

  test('a worker elsewhere stands still, goes on and ends for real', async () => {
    const agent = yard().startAgent('obedient', 'infra')
    const task = await yard().shell(`for i in $(seq 600); do ${yard().counted('ticks', 'sleep 0.05')}; done`)
    await until(() => yard().times('ticks') > 3, 'it runs')
    const client = yard().client()
    const { runId } = await yard().status(task)
    const workers = async () => value(await client.workers.list({ status: 'running' })).workers.find((one) => one.runId === runId)
    const worker = await until(workers, 'its worker is known')
    expect(value(await client.workers.pause({ workerId: worker.id })).status).toBe('paused')
    const stood = yard().times('ticks')
    const beat = async () => value(await client.agents.list({})).agents.find((one) => one.agentId === 'obedient')?.lastHeartbeatAt
    for (let n = 0; n < 2; n++) {
      const before = await beat()
      await until(async () => (await beat()) !== before, 'time passes')
    }
    expect(yard().times('ticks')).toBe(stood)
    expect(value(await client.workers.resume({ workerId: worker.id })).status).toBe('running')
    await until(() => yard().times('ticks') > stood, 'it goes on')
    expect(value(await client.workers.terminate({ workerId: worker.id, reason: 'enough' })).status).toBe('terminated')
    expect(value(await client.runs.get({ runId: worker.runId }))).toMatchObject({ status: 'cancelled', errorMessage: 'enough' })
    await yard().kill(agent)
  })

  test('a second agent of the same name takes nothing until the first one has gone', async () => {
    const first = yard().startAgent('twin', 'desktop')
    await yard().becomes(await yard().dispatch('metrics', {}), 'completed')
    const second = yard().startAgent('twin', 'desktop', 2, yard().broker.url, 'elsewhere')
    const log = `${yard().folder}/elsewhere/agent.log`
    await until(() => existsSync(log) && readFileSync(log, 'utf8').includes('another agent named twin'), 'it says why')
    await yard().becomes(await yard().dispatch('metrics', {}), 'completed')
    await yard().kill(first)
    await yard().becomes(await yard().dispatch('metrics', {}), 'completed')
    const third = yard().startAgent('twin', 'desktop', 2, yard().broker.url, 'elsewhere')
    await until(() => third.exitCode !== null, 'a third one in the same folder ends at once')
    expect(third.exitCode).toBe(1)
    await yard().kill(second)
  })

  test('an engine that was killed learns the end of what went on without it', async () => {
    const agent = yard().startAgent('steady', 'infra')
    const task = await yard().shell(yard().counted('engine-killed', 'sleep 2; echo after'))
    await until(() => yard().times('engine-killed') === 1, 'it runs')
    await yard().kill(yard().engine)
    await yard().startEngine()
    expect(await yard().becomes(task, 'completed', 'failed')).toMatchObject({ status: 'completed', output: 'after\n' })
    expect(yard().times('engine-killed')).toBe(1)
    await yard().kill(agent)
  })

  test('a killed agent’s run is lost with a reason, and its next start does not run it again', async () => {
    const agent = yard().startAgent('mortal', 'infra')
    const task = await yard().shell(yard().counted('agent-killed', 'sleep 60'))
    await until(() => yard().times('agent-killed') === 1, 'it runs')
    await yard().kill(agent)
    const again = yard().startAgent('mortal', 'infra')
    await yard().becomes(task, 'failed')
    const run = value(
      await yard()
        .client()
        .runs.get({ runId: (await yard().status(task)).runId as never }),
    )
    expect(run.reason).toBe('agent_lost')
    expect(yard().times('agent-killed')).toBe(1)
    await yard().kill(again)
  })

  test('what an agent was given while it was leaving is done by another one', async () => {
    await using broker = connected(yard().broker.url)
    const queue = () => broker.connection.queueDeclare({ queue: 'work_queue.infra', passive: true })
    await until(async () => (await queue()).consumerCount === 0, 'no agent takes anything')
    const task = await yard().shell(yard().counted('leaving'))
    await until(async () => (await queue()).messageCount === 1, 'it waits for an agent')
    yard().engine.kill('SIGSTOP')
    const leaving = yard().startAgent('leaving', 'infra')
    await until(async () => (await queue()).messageCount === 0, 'it has asked whether it may begin')
    leaving.kill('SIGTERM')
    await until(() => leaving.exitCode === 0, 'it has left')
    yard().engine.kill('SIGCONT')
    const first = value(await yard().client().runs.list({ taskId: task })).runs.find(({ attempt }) => attempt === 1)
    const staying = yard().startAgent('staying', 'infra')
    await yard().becomes(task, 'completed', 'failed')
    const runs = value(await yard().client().runs.list({ taskId: task })).runs
    expect(runs.map(({ status, agentId }) => ({ status, agentId }))).toEqual([
      { status: 'succeeded', agentId: 'staying' },
      { status: 'cancelled', agentId: 'leaving' },
    ])
    expect(runs[1]).toMatchObject({ id: first?.id, reason: 'superseded', traceId: runs[0]?.traceId })
    expect(yard().times('leaving')).toBe(1)
    await yard().kill(staying)
  })

  test('an agent that comes back late changes nothing, and stops what it still did', async () => {
    const agent = yard().startAgent('late', 'infra')
    const task = await yard().shell(yard().counted('late', `sleep 30; ${yard().counted('late-end')}`))
    await until(() => yard().times('late') === 1, 'it runs')
    agent.kill('SIGSTOP')
    await yard().becomes(task, 'failed')
    agent.kill('SIGCONT')
    await until(
      async () => value(await yard().client().agents.list({ status: 'online' })).agents.some((one) => one.agentId === 'late'),
      'it is back',
    )
    expect((await yard().status(task)).status).toBe('failed')
    await yard().becomes(await yard().dispatch('echo', { message: 'fit again' }), 'completed')
    expect(yard().times('late-end')).toBe(0)
    await yard().kill(agent)
  })

  test('what is no envelope ends among the dead letters, and goes back from there', async () => {
    await using broker = connected(yard().broker.url)
    const publisher = broker.connection.createPublisher({ confirm: true })
    for (let n = 0; n < 120; n++) await publisher.send({ routingKey: 'reply_queue', durable: true }, `broken ${n}`)
    await until(async () => value(await yard().client().bus.deadLetters({ limit: 1 })).total === 120, 'all are dead letters')
    expect(value(await yard().client().bus.deadLetters({ limit: 10, offset: 115 })).letters).toHaveLength(5)
    expect(value(await yard().client().bus.requeue({}))).toEqual({ requeued: 120 })
    await publisher.send({ routingKey: 'reply_queue', durable: true }, 'not an envelope')
    const letter = await until(
      async () => value(await yard().client().bus.deadLetters({ limit: 500 })).letters.find(({ body }) => body === 'not an envelope'),
      'it is a dead letter',
    )
    expect(letter).toMatchObject({ queue: 'reply_queue', reason: 'rejected' })
    expect(
      value(
        await yard()
          .client()
          .bus.requeue({ ids: [letter.id] }),
      ),
    ).toEqual({ requeued: 1 })
    await publisher.close()
  })

  test('the same id is the same work until it is done', async () => {
    const asked = { taskId: randomUUID(), workType: 'echo', parameters: { message: 'once' }, priority: 2 }
    const client = yard().client()
    const first = value(await client.dispatch.create(asked))
    expect(value(await client.dispatch.create(asked))).toEqual(first)
    expect(await client.dispatch.create({ ...asked, priority: 4 })).toMatchObject({ ok: false, failure: { kind: 'conflict' } })
    value(await client.dispatch.cancel({ taskId: first.taskId }))
    expect(await client.dispatch.cancel({ taskId: first.taskId })).toMatchObject({ ok: false, failure: { kind: 'not_cancellable' } })
    expect(await client.dispatch.create({ ...asked, priority: 6 })).toMatchObject({ ok: false, failure: { kind: 'invalid_priority' } })
    expect(await client.dispatch.create({ ...asked, workType: 'http_request', parameters: { url: 'http://127.0.0.1' } })).toMatchObject({
      ok: false,
      failure: { kind: 'unknown_work_type' },
    })
  })
})

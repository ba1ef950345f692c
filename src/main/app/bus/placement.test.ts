import { expect, test } from 'vitest'
import type { AgentId, RunId } from '../../../shared/model/ids.ts'
import type { AgentType } from '../../../shared/model/agent-type.ts'
import { refusal, value } from '../engine.fixture.ts'
import { seeded, SimulatedAgent, SimulatedEngine } from './simulation.fixture.ts'

/* Which agent gets a run that asks for no agent type. */

const named = (agentId: string) => ({ agentId: agentId as AgentId })

function yard(localPlaces = 0) {
  const engine = new SimulatedEngine(localPlaces)
  const begun: string[] = []
  const agent = (name: string, capacity: number, type: AgentType = 'infra') => {
    const made = new SimulatedAgent({
      name,
      type,
      capacity,
      broker: engine.broker,
      chance: seeded(name.length),
      began: () => void begun.push(name),
    })
    made.beat()
    made.step(0)
    return made
  }
  const queue = async (more: object = {}, changes: object = {}) => {
    const task = value(
      await engine.client.tasks.create({ name: 'one', workType: 'echo', parameters: { message: 'hello' }, ...changes, ...more }),
    )
    return value(await engine.client.tasks.run({ taskId: task.id })).id
  }
  const at = (id: RunId) => engine.deps.store.runs.find(id)?.agentId
  const waitsFor = async (id: RunId) => value(await engine.client.runs.get({ runId: id })).waitsFor
  const steps = async (agents: readonly SimulatedAgent[], count = 4) => {
    for (let step = 0; step < count; step++) {
      for (const one of agents) {
        one.step(step)
        one.beat()
      }
      engine.pass(1_000)
      await engine.step()
    }
  }
  return { engine, begun, agent, queue, at, waitsFor, steps, [Symbol.dispose]: () => engine[Symbol.dispose]() }
}

test('a run that names an agent is done by that one alone, in its turn', async () => {
  using bus = yard()
  const [near, far] = [bus.agent('near', 4), bus.agent('far', 1)]
  await bus.engine.step()
  const runs = [await bus.queue(named('far')), await bus.queue(named('far'))]
  await bus.engine.step()
  expect(runs.map(bus.at)).toEqual(['far', null])
  expect(await bus.waitsFor(runs[1]!)).toBe('the agent far, where all 1 places are taken')
  await bus.steps([near, far], 8)
  expect(runs.map((id) => bus.engine.deps.store.runs.find(id)?.status)).toEqual(['succeeded', 'succeeded'])
  expect(bus.begun).toEqual(['far', 'far'])
})

test('an agent that is not there yet is waited for, and one that cannot do the work is refused at once', async () => {
  using bus = yard()
  bus.agent('writer', 2, 'code')
  await bus.engine.step()
  expect(refusal(await bus.engine.client.tasks.create({ name: 'no', command: 'true', ...named('writer') }))).toMatchObject({
    kind: 'validation',
    problems: [{ path: 'agentId' }],
  })
  expect(
    refusal(await bus.engine.client.tasks.create({ name: 'no', command: 'true', agentType: 'infra', ...named('writer') })).message,
  ).toContain('give one of the two')
  const run = await bus.queue(named('late'))
  await bus.engine.step()
  expect(await bus.waitsFor(run)).toBe('the agent late, which has never been heard of')
  const late = bus.agent('late', 1)
  await bus.steps([late])
  expect(bus.engine.deps.store.runs.find(run)).toMatchObject({ status: 'succeeded', agentId: 'late' })
})

test('this machine comes first, and others help only where it has no place left', async () => {
  using bus = yard(2)
  bus.agent('helper', 9)
  await bus.engine.step()
  const runs = [await bus.queue(), await bus.queue({ priority: 1 }), await bus.queue({ priority: 5 })]
  await bus.engine.step()
  expect(runs.map(bus.at)).toEqual(['local', 'helper', 'local'])
})

test('what names nothing and finds no place here goes to whoever has the least to do; what names a folder stays', async () => {
  using bus = yard()
  const agents = [bus.agent('big', 4), bus.agent('small', 2)]
  await bus.engine.step()
  const folder = await bus.queue({ workingDirectory: { path: '/tmp' } })
  const here = await bus.queue(named('local'))
  const runs = [
    await bus.queue(),
    await bus.queue(),
    await bus.queue(),
    await bus.queue(),
    await bus.queue(),
    await bus.queue(),
    await bus.queue(),
  ]
  await bus.engine.step()
  expect(runs.map(bus.at)).toEqual(['big', 'small', 'big', 'big', 'small', 'big', null])
  expect([folder, here].map(bus.at)).toEqual([null, null])
  await bus.steps(agents, 8)
  expect(runs.map((id) => bus.engine.deps.store.runs.find(id)?.status)).toEqual(runs.map(() => 'succeeded'))
  expect([folder, here].map(bus.at)).toEqual([null, null])
})

test('a drained agent is given nothing new, and takes work again afterwards', async () => {
  using bus = yard()
  const only = bus.agent('only', 2)
  await bus.engine.step()
  value(await bus.engine.client.agents.drain(named('only')))
  const run = await bus.queue(named('only'))
  await bus.engine.step()
  expect(await bus.waitsFor(run)).toContain('drained')
  value(await bus.engine.client.agents.undrain(named('only')))
  await bus.steps([only])
  expect(bus.at(run)).toBe('only')
})

test('an agent that has not been heard since the broker was connected is given nothing: it may be long gone', async () => {
  using bus = yard()
  bus.agent('ghost', 2)
  await bus.engine.step()
  bus.engine.pass(1_000)
  bus.engine.broker.connectedAt(bus.engine.deps.clock.now())
  const run = await bus.queue(named('ghost'))
  await bus.engine.step()
  expect(await bus.waitsFor(run)).toBe('the agent ghost, which is offline')
})

test('what is in the broker’s queue stands in ours too, says what it waits for, and takes nobody’s place in line', async () => {
  using bus = yard()
  const run = await bus.queue({ agentType: 'infra' })
  await bus.engine.step()
  const here = await bus.queue({})
  const { queue, runs } = bus.engine.client
  expect(value(await queue.list({}))).toMatchObject({
    total: 2,
    entries: [
      { runId: here, lane: 'runs', position: 1 },
      { runId: run, lane: 'broker', position: 1, waitsFor: 'an agent of type infra, to take it from the broker’s queue' },
    ],
  })
  expect(value(await queue.list({ limit: 1, offset: 1 }))).toMatchObject({ total: 2, entries: [{ runId: run, position: 1 }] })
  expect(value(await runs.list({ status: 'queued' })).runs.map(({ position }) => position)).toEqual([1, 1])
})

test('a run for an agent type ends where what it depends on did not end as it needs it', async () => {
  using bus = yard()
  const infra = bus.agent('infra', 1)
  const job = value(await bus.engine.client.jobs.create({ name: 'two', onFailure: 'continue' }))
  const first = value(await bus.engine.client.tasks.create({ name: 'first', jobId: job.id, command: 'true', agentType: 'infra' }))
  const second = value(
    await bus.engine.client.tasks.create({
      name: 'second',
      jobId: job.id,
      command: 'true',
      agentType: 'infra',
      dependsOn: [{ taskId: first.id, when: 'failed' }],
    }),
  )
  value(await bus.engine.client.jobs.run({ jobId: job.id }))
  await bus.steps([infra], 6)
  expect(value(await bus.engine.client.runs.list({ taskId: second.id })).runs).toMatchObject([
    { status: 'cancelled', reason: 'dependency_failed' },
  ])
})

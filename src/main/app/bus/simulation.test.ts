import { expect, test } from 'vitest'
import type { AgentId, RunId } from '../../../shared/model/ids.ts'
import { hasEnded, type RunStatus } from '../../../shared/model/run.ts'
import { value } from '../engine.fixture.ts'
import { startTask } from '../runs/start-runs.ts'
import { seeded, SimulatedAgent, SimulatedEngine } from './simulation.fixture.ts'

const agentsOfTypes = { infra: 120, code: 50, research: 30 } as const
const runsPerAgent = 100
const secondMs = 1_000

/** One task for each agent type, and so many runs of it. */
async function queueRuns(engine: SimulatedEngine, type: keyof typeof agentsOfTypes, count: number): Promise<void> {
  const { deps, client } = engine
  const task = value(
    await client.tasks.create({
      name: type,
      ...(type === 'infra'
        ? { workType: 'echo', parameters: { message: 'hello' } }
        : { workType: type === 'code' ? 'claude_code' : 'research', prompt: 'hello' }),
      agentType: type,
    }),
  )
  deps.store.transaction(() => {
    for (let n = 0; n < count; n++) startTask(deps, task, 'api', engine.by())
  })
}

test('200 agents and 20,000 runs: whatever goes wrong, every run ends once, none is done twice, and everybody has their share', async () => {
  using engine = new SimulatedEngine()
  const chance = seeded(20_261_125)
  const begun = new Map<RunId, number>()
  const began = (runId: RunId): void => void begun.set(runId, (begun.get(runId) ?? 0) + 1)
  const agents = Object.entries(agentsOfTypes).flatMap(([type, count]) =>
    Array.from(
      { length: count },
      (_, index) =>
        new SimulatedAgent({ name: `${type}-${index}`, type: type as 'infra', capacity: 4, broker: engine.broker, chance, began }),
    ),
  )
  for (const [type, count] of Object.entries(agentsOfTypes)) await queueRuns(engine, type as 'infra', count * runsPerAgent)
  const faults = { deaths: 0, cuts: 0, partitions: 0, repeats: 0 }
  const trouble = (agent: SimulatedAgent, now: number): void => {
    const dice = chance()
    if (dice < 0.001) {
      agent.die()
      faults.deaths++
    } else if (dice < 0.003) {
      agent.giveBack()
      faults.cuts++
    } else if (dice < 0.004) {
      agent.cutOff(now + 12)
      faults.partitions++
    } else if (dice < 0.02) {
      agent.repeat()
      faults.repeats++
    }
  }
  const { store } = engine.deps
  const left = (): number => store.runs.waitingCount() + store.runs.activeCount()

  let step = 0
  for (; step < 1_000 && (left() > 0 || agents.some((agent) => !agent.idle)); step++) {
    const calm = left() < 100
    for (const agent of [...agents].sort(() => chance() - 0.5)) {
      if (!calm) trouble(agent, step)
      if (step % 3 === 0) agent.beat()
      agent.step(step)
    }
    engine.pass(20 * secondMs)
    await engine.step()
    engine.sweep()
  }

  const runs = [...allRuns(engine)]
  const count = (status: RunStatus): number => runs.filter((run) => run.status === status).length
  expect(runs).toHaveLength(20_000)
  expect(runs.every((run) => hasEnded(run.status))).toBe(true)
  expect(count('succeeded') + count('failed')).toBe(20_000)
  expect(runs.filter((run) => run.status === 'failed').every((run) => run.agentId !== null)).toBe(true)
  expect([...begun.values()].filter((times) => times > 1)).toEqual([])
  expect(runs.filter((run) => run.status === 'succeeded' && begun.get(run.id) !== 1)).toEqual([])
  for (const fault of Object.values(faults)) expect(fault).toBeGreaterThan(5)
  expect(count('failed')).toBeLessThan(2_000)
  const shares = agents.map(({ tally }) => tally.done)
  expect(Math.min(...shares)).toBeGreaterThan(runsPerAgent / 2)
  expect(Math.max(...shares)).toBeLessThan(runsPerAgent * 1.5)
  expect(step).toBeLessThan(200)
}, 300_000)

function* allRuns({ deps: { store } }: SimulatedEngine) {
  for (let offset = 0; ; offset += 500) {
    const { items } = store.runs.list({}, { limit: 500, offset })
    if (items.length === 0) return
    yield* items
  }
}

test('an agent is online after 179 seconds of silence and offline after 181, and its work is lost then', async () => {
  using engine = new SimulatedEngine()
  const { store } = engine.deps
  const agent = new SimulatedAgent({ name: 'quiet', type: 'infra', capacity: 1, broker: engine.broker, chance: seeded(1), began() {} })
  const state = () => store.agents.find('quiet' as AgentId)?.status
  await queueRuns(engine, 'infra', 1)
  agent.beat()
  for (let n = 0; n < 3; n++) {
    agent.step(0)
    await engine.step()
  }
  const [run] = store.runs.list({}, { limit: 1, offset: 0 }).items
  expect([state(), run?.status]).toEqual(['busy', 'running'])
  engine.pass(179 * secondMs)
  engine.sweep()
  expect([state(), store.runs.find(run!.id)?.status]).toEqual(['busy', 'running'])
  engine.pass(2 * secondMs)
  engine.sweep()
  expect(state()).toBe('offline')
  expect(store.runs.find(run!.id)).toMatchObject({
    status: 'failed',
    reason: 'agent_lost',
    errorMessage: 'The agent quiet was not heard of for 180000 ms',
  })
  agent.step(8)
  agent.beat()
  agent.step(9)
  await engine.step()
  expect([state(), store.runs.find(run!.id)?.status]).toEqual(['online', 'failed'])
})

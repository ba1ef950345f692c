import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { Task } from '../../../shared/model/task.ts'
import { began, discard, ended, settled, startEngine, value, type TestEngine } from '../engine.fixture.ts'

const waiting = async ({ client }: TestEngine) => value(await client.runs.list({ status: 'queued', limit: 500 })).runs

async function expectTruePlaces(engine: TestEngine): Promise<void> {
  const listed = await waiting(engine)
  const inOrder = [...listed].sort(
    (one, other) =>
      other.config.priority - one.config.priority || one.queuedAt.localeCompare(other.queuedAt) || one.position - other.position,
  )
  expect(inOrder.map((run) => run.position)).toEqual(inOrder.map((_, at) => at + 1))
  for (const run of listed) expect(value(await engine.client.runs.get({ runId: run.id })).position).toBe(run.position)
  expect(value(await engine.client.system.summary({})).waiting).toBe(listed.length)
}

const act = fc.oneof(
  fc.record({ kind: fc.constant('submit' as const), at: fc.nat(4) }),
  fc.record({ kind: fc.constant('stop' as const), at: fc.nat(100) }),
  fc.record({ kind: fc.constant('finish' as const) }),
  fc.record({ kind: fc.constant('delete' as const), at: fc.nat(4) }),
)

test('whatever is submitted, stopped, finished and deleted, each waiting run knows its true place', async () => {
  const engine = startEngine()
  value(await engine.client.settings.update({ 'runs.max_parallel': 1 }))
  const make = async (priority: number): Promise<Task> =>
    value(await engine.client.tasks.create({ name: `p${priority}`, command: 'true', priority }))
  await fc.assert(
    fc.asyncProperty(fc.array(act, { minLength: 5, maxLength: 15 }), async (acts) => {
      const tasks = await Promise.all([1, 2, 3, 4, 5].map(make))
      for (const one of acts) {
        if (one.kind === 'submit') await engine.client.tasks.run({ taskId: tasks[one.at]?.id ?? ('' as Task['id']) })
        if (one.kind === 'stop') {
          const runs = await waiting(engine)
          const chosen = runs[one.at % Math.max(1, runs.length)]
          if (chosen) value(await engine.client.runs.stop({ runId: chosen.id }))
        }
        if (one.kind === 'finish')
          engine.agent.say(
            ...engine.agent
              .started()
              .slice(-1)
              .flatMap((id) => [began(id), ended(id)]),
          )
        if (one.kind === 'delete') {
          const task = tasks[one.at]
          const busy = task && value(await engine.client.runs.list({ taskId: task.id, status: 'starting' })).total > 0
          if (task && !busy) await engine.client.tasks.delete({ taskId: task.id })
        }
        await settled()
        await expectTruePlaces(engine)
      }
      engine.agent.say(
        ...engine.agent
          .started()
          .slice(-1)
          .flatMap((id) => [began(id), ended(id)]),
      )
    }),
    { numRuns: 8 },
  )
  await engine[Symbol.asyncDispose]()
  discard(engine)
}, 60_000)

test('what an agent says of many runs at once is recorded at once, each with its start and its end, and only then forgotten', async () => {
  const engine = startEngine()
  value(await engine.client.settings.update({ 'runs.max_parallel': 8 }))
  const task = value(await engine.client.tasks.create({ name: 'many', command: 'true' }))
  for (let index = 0; index < 8; index++) value(await engine.client.tasks.run({ taskId: task.id }))
  await settled()
  const ids = engine.agent.started()
  expect(ids).toHaveLength(8)
  engine.agent.say(...ids.flatMap((id) => [began(id), ended(id)]))
  const runs = value(await engine.client.runs.list({ taskId: task.id })).runs
  expect(runs.map((run) => run.status)).toEqual(ids.map(() => 'succeeded'))
  expect(engine.agent.told.flatMap((message) => (message.type === 'forget' ? [message.runId] : []))).toEqual(ids)
  expect(value(await engine.client.workers.list({})).workers.map((worker) => worker.status)).toEqual(ids.map(() => 'completed'))
  await engine[Symbol.asyncDispose]()
  discard(engine)
})

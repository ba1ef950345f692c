import { expect, test } from 'vitest'
import { noBus, noIntake, openDeps, value } from '../engine.fixture.ts'
import { createInstructions } from './instructions.ts'
import { startBus } from './start-bus.ts'

test('the engine ends while work is on its way to a broker that no longer answers, and keeps that work', async () => {
  const asked = Promise.withResolvers<void>()
  const left = Promise.withResolvers<never>()
  using engine = openDeps({
    ...noBus,
    state: () => ({ status: 'ok', message: 'connected', since: '2026-11-25T20:00:00.000Z' }),
    toQueue() {
      asked.resolve()
      return left.promise
    },
    close: async () => left.reject(new Error('the connection was ended')),
  })
  const { deps, client } = engine
  const { store, clock } = deps
  store.transaction(() => store.writeSetting('bus.url', 'amqp://frozen'))
  const { taskId } = value(await client.dispatch.create({ taskId: clock.newId(), workType: 'echo', parameters: { message: 'hello' } }))
  const run = store.runs.newestOf(taskId)!
  store.transaction(() => store.outbox.add(run))
  const parts = { deps, intake: noIntake, instructions: createInstructions(deps), record() {} }
  const bus = startBus(parts, (error) => {
    throw error
  })
  await asked.promise
  await bus[Symbol.asyncDispose]()
  expect(store.outbox.next(1)).toEqual([run])
})

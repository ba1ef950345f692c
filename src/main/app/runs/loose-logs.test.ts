import { mkdirSync, readdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { createLogStore } from '../../storage/log-store.ts'
import { discard, settled, startEngine, value } from '../engine.fixture.ts'
import { sweepLooseLogs } from './loose-logs.ts'

test('log files whose rows a crash left without them go at the next start, and no others', async () => {
  await using engine = startEngine()
  const folder = join(engine.folder, 'logs')
  mkdirSync(folder)
  const { store } = engine.deps
  const task = value(await engine.client.tasks.create({ name: 'Hello', command: 'true' }))
  const ids = [
    value(await engine.client.tasks.run({ taskId: task.id })).id,
    value(await engine.client.tasks.run({ taskId: task.id })).id,
  ] as const
  await settled()
  for (const id of engine.agent.started()) engine.agent.end(id)
  await settled()
  for (const id of [...ids, 'somebody-elses']) writeFileSync(join(folder, `${id}.log`), '')
  expect(store.transaction(() => store.runs.removeSome({ runId: ids[0] }, 1))).toEqual([ids[0]])

  await sweepLooseLogs({ store, logs: createLogStore(folder) })
  expect(readdirSync(folder).sort()).toEqual([`${ids[1]}.log`, 'somebody-elses.log'].sort())
  expect(store.looseLogs.all()).toEqual([])
  discard(engine)
})

import { expect, test } from 'vitest'
import { value } from '../main/app/engine.fixture.ts'
import { startCliBench } from './cli.fixture.ts'

test('a goal job is waited for, followed and cancelled from the command line', async () => {
  await using bench = await startCliBench()
  bench.agent.vanish()
  const { id } = value(await bench.client.jobs.create({ goal: 'a parser', workingDirectory: { path: '/tmp' } }))
  const queue = await bench.run('queue', 'list')
  expect(queue.stdout).toContain('a parser')
  expect(queue.stdout).toContain('the agent, which is not connected')
  expect((await bench.run('pipelines', 'get', 'default', '--json')).stdout).toContain('"scaffold"')
  const following = bench.start('jobs', 'stream', id)
  await expect.poll(following.said, { timeout: 20_000 }).toContain('Queued at position 1')
  expect((await bench.run('jobs', 'cancel', id, '--reason', 'enough')).code).toBe(0)
  const { code, stdout } = await following.ended
  expect(code).toBe(0)
  expect(stdout).toContain('Cancelled: enough')
  expect((await bench.run('jobs', 'cancel', id)).code).toBe(4)
  expect((await bench.run('jobs', 'confirm', id)).code).toBe(2)
}, 60_000)

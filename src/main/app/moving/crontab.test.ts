import { afterEach, beforeEach, expect, test } from 'vitest'
import { discard, refusal, startEngine, value, type TestEngine } from '../engine.fixture.ts'

let engine: TestEngine
beforeEach(() => {
  engine = startEngine()
})
afterEach(async () => {
  await engine[Symbol.asyncDispose]()
  discard(engine)
})

const text = `REGION=eu
# Nightly build
30 2 * * 7 make all
@reboot echo up
61 * * * * never
TZ=Europe/Nowhere
0 1 * * * lost
`

test('a crontab becomes a job whose tasks may all run at once; a second time finds everything there', async () => {
  const take = async (more = {}) => value(await engine.client.moving.import({ from: 'crontab', text, ...more }))
  expect(await take({ dryRun: true })).toMatchObject({ created: 4, skipped: 0 })
  const report = await take()
  expect(report).toMatchObject({
    created: 4,
    problems: [
      { index: 5, reason: expect.stringContaining('left out') as unknown },
      { index: 7, reason: expect.stringContaining('no time zone') as unknown },
    ],
  })
  const {
    jobs: [job],
  } = value(await engine.client.jobs.list({}))
  const { tasks } = value(await engine.client.tasks.list({ jobId: job?.id }))
  expect(job).toMatchObject({ workerCount: 2, onFailure: 'continue' })
  expect(tasks).toMatchObject([
    { name: 'Nightly build', schedule: { type: 'cron', cron: '30 2 * * 7' }, parameters: { command: 'make all' } },
    { name: 'echo up', schedule: { type: 'startup' } },
  ])
  expect(value(await engine.client.profiles.get({ profileId: tasks[0]?.profileId ?? ('' as never) })).envVars).toMatchObject([
    { name: 'REGION', value: 'eu' },
  ])
  expect(await take()).toMatchObject({ created: 0, changed: 0, skipped: 4 })
})

test('a crontab that is nowhere is said so', async () => {
  expect(refusal(await engine.client.moving.import({ from: 'crontab', path: '/nowhere/crontab' }))).toMatchObject({ kind: 'not_found' })
})

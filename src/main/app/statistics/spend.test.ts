import { afterEach, beforeEach, expect, test } from 'vitest'
import { localUser } from '../../../shared/model/user.ts'
import { discard, refusal, settled, startEngine, value, type TestEngine } from '../engine.fixture.ts'

let engine: TestEngine
beforeEach(() => {
  engine = startEngine()
})
afterEach(async () => {
  await engine[Symbol.asyncDispose]()
  discard(engine)
})

async function paid(taskId: Parameters<TestEngine['client']['tasks']['run']>[0]['taskId'], costUsd: number): Promise<void> {
  const { id } = value(await engine.client.tasks.run({ taskId }))
  await settled()
  engine.agent.begin(id)
  engine.agent.end(id, { agentResult: { sessionId: null, costUsd, turns: 2, inputTokens: 100, outputTokens: 10, rateLimitedUntil: null } })
  await settled()
}

test('what agents spent is told by day, task, job and profile, to users of their own runs only', async () => {
  const profile = value(await engine.client.profiles.create({ name: 'Work' }))
  const job = value(await engine.client.jobs.create({ name: 'Release' }))
  const task = async (name: string, more = {}) => value(await engine.client.tasks.create({ name, prompt: 'do it', ...more })).id
  const [cheap, dear] = [await task('cheap'), await task('dear', { jobId: job.id, profileId: profile.id })]
  await paid(cheap, 0.25)
  await paid(dear, 1)
  await paid(dear, 2.5)
  value(await engine.client.settings.update({ 'spend.per_day_usd': 10 }))
  const day = new Date().toISOString().slice(0, 10)
  expect(value(await engine.client.spend.list({}))).toMatchObject({
    spend: [{ key: day, name: day, usd: 3.75, runs: 3, turns: 6, inputTokens: 300, outputTokens: 30 }],
    total: 1,
    usd: 3.75,
    todayUsd: 3.75,
    perDayUsd: 10,
  })
  expect(value(await engine.client.spend.list({ by: 'task' })).spend.map(({ name, usd, runs }) => [name, usd, runs])).toEqual([
    ['dear', 3.5, 2],
    ['cheap', 0.25, 1],
  ])
  expect(value(await engine.client.spend.list({ by: 'job' })).spend.map(({ key, name, usd }) => [key, name, usd])).toEqual([
    [job.id, 'Release', 3.5],
    [null, 'no job', 0.25],
  ])
  expect(value(await engine.client.spend.list({ by: 'profile', limit: 1 }))).toMatchObject({
    total: 2,
    spend: [{ key: profile.id, name: 'Work', usd: 3.5 }],
  })
  expect(value(await engine.client.spend.list({ until: '2020-01-01T00:00:00.000Z' }))).toMatchObject({ spend: [], usd: 0, todayUsd: 3.75 })
  const other = engine.as({ actor: 'ada', user: { ...localUser, id: 'ada', local: false } })
  expect(value(await other.spend.list({}))).toMatchObject({ spend: [], usd: 0, todayUsd: 0 })
})

test('worktrees are listed with the job that they were made for, and go through the agent, which may refuse', async () => {
  const job = value(await engine.client.jobs.create({ name: 'Release' }))
  const held = { folder: '/w', branch: 'feature', repository: '/r', changedFiles: 0, unpushed: 1, problem: null }
  const [mine, old] = [`job-${job.id.slice(-12)}:feature`, 'task-000000000000:gone']
  engine.agent.answerWith((question) => {
    if (question.type === 'list_worktrees')
      return {
        type: 'worktrees',
        askId: question.askId,
        worktrees: [
          { ...held, name: mine },
          { ...held, name: old },
        ],
      }
    if (question.type !== 'remove_worktree') return undefined
    return {
      type: 'worktree_removed',
      askId: question.askId,
      refusal: question.name === mine ? 'feature has 1 commit that is nowhere else' : null,
    }
  })
  expect(value(await engine.client.worktrees.list({}))).toMatchObject({
    total: 2,
    worktrees: [
      { name: mine, jobId: job.id, madeFor: 'Release' },
      { name: old, jobId: null, taskId: null, madeFor: null },
    ],
  })
  const other = engine.as({ actor: 'ada', user: { ...localUser, id: 'ada', local: false } })
  expect(value(await other.worktrees.list({}))).toMatchObject({ total: 0, worktrees: [] })
  expect(refusal(await other.worktrees.remove({ worktree: mine }))).toMatchObject({ kind: 'not_found' })
  expect(refusal(await engine.client.worktrees.remove({ worktree: mine }))).toMatchObject({
    kind: 'conflict',
    message: 'feature has 1 commit that is nowhere else',
  })
  expect(value(await engine.client.worktrees.remove({ worktree: old }))).toEqual({ removed: true, folder: '/w', branch: 'feature' })
})

import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { JobId, RunId } from '../../../shared/model/ids.ts'
import type { Tier } from '../../../shared/model/tier.ts'
import { localUser } from '../../../shared/model/user.ts'
import { discard, refusal, settled, startEngine, value, type TestEngine } from '../engine.fixture.ts'

const user = (id: string, tier: Tier | null) => ({ actor: id, user: { ...localUser, id, tier, local: false } })
const goal = (projectId?: string) => ({ goal: 'make it so', workingDirectory: { path: '/tmp' }, ...(projectId && { projectId }) })

describe('goal jobs', () => {
  let engine: TestEngine
  beforeEach(async () => {
    engine = startEngine()
    value(await engine.client.settings.update({ 'runs.share_folder': true, 'runs.max_parallel': 20 }))
  })
  afterEach(async () => {
    await engine[Symbol.asyncDispose]()
    discard(engine)
  })

  const statusOf = async (jobId: JobId) => value(await engine.client.jobs.get({ jobId }))
  const turn = async (): Promise<RunId | undefined> => {
    for (let n = 0; n < 6; n++) await settled()
    return engine.agent.started().at(-1)
  }
  const pass = async (outcome: 'succeeded' | 'failed' = 'succeeded'): Promise<void> => {
    const run = await turn()
    if (!run) throw new Error('nothing was started')
    engine.agent.begin(run)
    engine.agent.end(run, { outcome, exitCode: outcome === 'succeeded' ? 0 : 1 })
    await turn()
  }

  test('a goal goes through its stages, and passing checks complete it', async () => {
    const made = value(await engine.client.jobs.create(goal()))
    expect(made).toMatchObject({
      jobId: made.id,
      status: 'queued',
      position: 1,
      message: 'Queued at position 1',
      usage: { jobsUsed: 1, jobsRemaining: null },
      estimatedWait: { estimateSeconds: 480, lowerBound: 336, upperBound: 624, message: '6 minutes-10 minutes', confidence: 'medium' },
    })
    const seen: string[] = []
    for (const stage of ['scaffold', 'code', 'deps', 'checks']) {
      await pass()
      seen.push(`${stage}:${(await statusOf(made.id)).status}`)
    }
    expect(seen).toEqual(['scaffold:in_progress', 'code:in_progress', 'deps:in_progress', 'checks:completed'])
    const done = await statusOf(made.id)
    expect(done).toMatchObject({ status: 'completed', stage: 'ready', iterations: 1, position: 0, estimatedWait: null })
    expect(done.transitions.map((one) => `${one.from}>${one.to}`)).toEqual([
      'in_progress>completed',
      'queued>in_progress',
      'pending>queued',
      'submitted>pending',
      'null>submitted',
    ])
  })

  test('failing checks open the next iteration, after each batch it waits for a confirmation, and the hard cap ends it', async () => {
    value(
      await engine.client.pipelines.put({
        name: 'short',
        stages: [{ stage: 'checks', work_type: 'shell_script', parameters: { command: 'echo {{goal}} {{feedback}}' } }],
      }),
    )
    const { id } = value(await engine.client.jobs.create(goal('short')))
    await pass('failed')
    expect(await statusOf(id)).toMatchObject({ status: 'in_progress', iterations: 1 })
    expect(refusal(await engine.client.jobs.confirm({ jobId: id }))).toMatchObject({ kind: 'bad_request' })
    await pass('failed')
    expect(await statusOf(id)).toMatchObject({ status: 'awaiting_confirmation', iterations: 2, iterationLimit: 2 })
    expect(value(await engine.client.jobs.confirm({ jobId: id }))).toMatchObject({
      jobId: id,
      iterationsGranted: 2,
      usage: { iterationsUsed: 2, iterationsRemaining: 4 },
    })
    await pass('failed')
    await pass('failed')
    expect(await statusOf(id)).toMatchObject({ status: 'awaiting_confirmation', iterations: 4 })
    value(await engine.client.jobs.confirm({ jobId: id }))
    await pass('failed')
    await pass('failed')
    expect(await statusOf(id)).toMatchObject({ status: 'failed', stage: 'failed', iterations: 6 })
    expect(refusal(await engine.client.jobs.confirm({ jobId: id }))).toMatchObject({ kind: 'bad_request' })
  })

  test('a goal never becomes part of a shell command', async () => {
    value(
      await engine.client.pipelines.put({
        name: 'short',
        stages: [{ stage: 'checks', work_type: 'shell_script', parameters: { command: 'echo {{goal}}' } }],
      }),
    )
    value(await engine.client.jobs.create({ ...goal('short'), goal: '$(rm -rf /)' }))
    await turn()
    const order = engine.agent.told.flatMap((message) => (message.type === 'start' ? [message.order] : []))[0]
    expect(order?.parameters).toEqual({ command: 'echo "${YARDMASTER_GOAL}"' })
    expect(order?.environment).toMatchObject({ YARDMASTER_GOAL: '$(rm -rf /)', YARDMASTER_ITERATION: '1' })
  })

  test('the sixth job of a day waits for tomorrow', async () => {
    const bob = engine.as(user('bob', 'bootstrapper'))
    for (let n = 0; n < 5; n++) expect(value(await bob.jobs.create(goal())).message).toMatch(/^Queued|^Starting/)
    const sixth = value(await bob.jobs.create(goal()))
    expect(sixth).toMatchObject({
      status: 'scheduled',
      stage: 'scheduled',
      position: 0,
      message: 'Daily limit reached. Scheduled for tomorrow.',
      usage: { jobsUsed: 6, jobsRemaining: 0 },
    })
    expect(value(await bob.usage.get({}))).toMatchObject({ jobsUsed: 6, jobsRemaining: 0 })
  })

  test('of twenty submissions at one below the cap exactly one wins', async () => {
    engine.agent.vanish()
    value(await engine.client.settings.update({ 'queue.cap': 3 }))
    for (let n = 0; n < 2; n++) value(await engine.client.jobs.create(goal()))
    const answers = await Promise.all(Array.from({ length: 20 }, () => engine.client.jobs.create(goal())))
    expect(answers.filter((answer) => answer.ok)).toHaveLength(1)
    expect(refusal(answers.find((answer) => !answer.ok)!)).toMatchObject({ kind: 'queue_full', retryAfterMinutes: 8 })
    expect(value(await engine.client.usage.get({})).jobsUsed).toBe(3)
  })

  test('a boost jumps places and never more', async () => {
    engine.agent.vanish()
    const plain: JobId[] = []
    for (let n = 0; n < 7; n++) plain.push(value(await engine.client.jobs.create(goal())).id)
    const rich = value(await engine.as(user('rich', 'cto_scale')).jobs.create(goal()))
    expect(rich.position).toBe(3)
    const { entries } = value(await engine.client.queue.list({}))
    expect(entries.map((entry) => entry.jobId)).toEqual([...plain.slice(0, 2), rich.id, ...plain.slice(2)])
    expect(entries.every((entry) => entry.waitsFor.includes('agent'))).toBe(true)
    expect(value(await engine.as(user('rich', 'cto_scale')).queue.list({}))).toMatchObject({
      total: 1,
      entries: [{ jobId: rich.id, position: 3 }],
    })
  })

  test('the queue is read page by page: both lanes in turn, each with its own places', async () => {
    engine.agent.vanish()
    const task = value(await engine.client.tasks.create({ name: 'plain', command: 'true' }))
    for (let n = 0; n < 3; n++) value(await engine.client.jobs.create(goal()))
    for (let n = 0; n < 5; n++) value(await engine.client.tasks.run({ taskId: task.id }))
    const paged: string[] = []
    for (let offset = 0; offset < 9; offset += 3) {
      const { entries, total } = value(await engine.client.queue.list({ limit: 3, offset }))
      expect(total).toBe(8)
      paged.push(...entries.map(({ lane, position }) => `${lane} ${position}`))
    }
    expect(paged).toEqual(['goals 1', 'runs 1', 'goals 2', 'runs 2', 'goals 3', 'runs 3', 'runs 4', 'runs 5'])
  })

  test('two jobs of a user go on at a time, and a blocked one blocks nobody behind it', async () => {
    const bob = engine.as(user('bob', 'bootstrapper'))
    const ids: JobId[] = []
    for (let n = 0; n < 3; n++) ids.push(value(await bob.jobs.create(goal())).id)
    const other = value(await engine.as(user('eve', 'bootstrapper')).jobs.create(goal()))
    await turn()
    expect((await statusOf(ids[0]!)).status).toBe('in_progress')
    expect(await statusOf(ids[2]!)).toMatchObject({ status: 'queued', position: 1, statusMessage: 'Queued at position 1' })
    expect((await statusOf(other.id)).status).toBe('in_progress')
    expect(value(await engine.client.queue.list({})).entries[0]?.waitsFor).toContain('its user')
    value(await engine.client.jobs.cancel({ jobId: ids[0]!, reason: 'enough' }))
    await turn()
    expect((await statusOf(ids[2]!)).status).toBe('in_progress')
  })

  test('while goals and runs both wait, they are served in turn', async () => {
    value(await engine.client.settings.update({ 'runs.max_parallel': 1 }))
    const task = value(await engine.client.tasks.create({ name: 'plain', command: 'true' }))
    const block = value(await engine.client.tasks.run({ taskId: task.id }))
    await turn()
    for (let n = 0; n < 2; n++) value(await engine.client.jobs.create(goal()))
    for (let n = 0; n < 2; n++) value(await engine.client.tasks.run({ taskId: task.id }))
    engine.agent.end(block.id)
    const lanes: string[] = []
    for (let n = 0; n < 4; n++) {
      const run = (await turn())!
      lanes.push(value(await engine.client.runs.get({ runId: run })).stage ?? 'run')
      engine.agent.begin(run)
      engine.agent.end(run)
    }
    expect(lanes.map((lane) => (lane === 'run' ? 'run' : 'goal')).join(' ')).toMatch(/^(goal run goal run|run goal run goal)$/)
  })

  test('a waiting goal job that is cancelled leaves the queue', async () => {
    engine.agent.vanish()
    const { id } = value(await engine.client.jobs.create(goal()))
    expect(value(await engine.client.jobs.cancel({ jobId: id, reason: 'no longer wanted' }))).toMatchObject({
      status: 'cancelled',
      statusMessage: 'Cancelled: no longer wanted',
    })
    expect(value(await engine.client.queue.list({})).entries).toEqual([])
    expect(refusal(await engine.client.jobs.cancel({ jobId: id }))).toMatchObject({
      kind: 'invalid_state_transition',
      currentState: 'cancelled',
      requestedState: 'cancelled',
    })
  })

  test('neither a name nor a goal is refused', async () => {
    expect(refusal(await engine.client.jobs.create({}))).toMatchObject({ kind: 'validation', problems: [{ path: 'name' }] })
    expect(refusal(await engine.client.jobs.create({ goal: '  ' }))).toMatchObject({ kind: 'validation', problems: [{ path: 'goal' }] })
  })
})

import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { JobId } from '../../../shared/model/ids.ts'
import { defaultSettings } from '../../../shared/model/settings.ts'
import type { Tier } from '../../../shared/model/tier.ts'
import { localUser } from '../../../shared/model/user.ts'
import { discard, refusal, settled, startEngine, value, type TestEngine } from '../engine.fixture.ts'

/*
 * Every limit at its edge, with the figures that it has where nobody changed a setting: the last that is let in, and the
 * first that is not.
 */

const user = (id: string, tier: Tier | null) => ({ actor: id, user: { ...localUser, id, tier, local: false } })
const usual = defaultSettings(2)
const goal = (projectId?: string) => ({ goal: 'it', workingDirectory: { path: '/tmp' }, ...(projectId && { projectId }) })

describe('limits at their edges', () => {
  let engine: TestEngine
  beforeEach(async () => {
    engine = startEngine()
    value(
      await engine.client.settings.update({
        'runs.share_folder': true,
        'runs.max_parallel': 1_000,
        'resources.quotas': [1_000, 0, 0, 0, 0, 0],
      }),
    )
    value(
      await engine.client.pipelines.put({
        name: 'default',
        stages: [{ stage: 'checks', work_type: 'shell_script', parameters: { command: 'true' } }],
      }),
    )
  })
  afterEach(async () => {
    await engine[Symbol.asyncDispose]()
    discard(engine)
  })

  const turns = async () => {
    for (let n = 0; n < 4; n++) await settled()
  }
  const submit = async (as: ReturnType<typeof user>, count: number, projectId?: string) => {
    const jobs = []
    for (let n = 0; n < count; n++) jobs.push(value(await engine.as(as).jobs.create(goal(projectId))))
    return jobs
  }
  const going = async (as: ReturnType<typeof user>) => value(await engine.as(as).jobs.list({ status: 'in_progress', limit: 500 })).total

  test.each([
    ['bootstrapper', 5],
    ['partner', 50],
    ['cto_scale', 200],
  ] as const)(
    'a %s’s day has %i jobs, and the next one waits for tomorrow',
    async (tier, most) => {
      value(await engine.client.settings.update({ 'queue.cap': 1_000 }))
      engine.agent.vanish()
      const jobs = await submit(user('bob', tier), most)
      expect(jobs.at(-1)).toMatchObject({ status: 'queued', usage: { jobsUsed: most, jobsRemaining: 0 } })
      expect(jobs.some((job) => job.status !== 'queued')).toBe(false)
      expect((await submit(user('bob', tier), 1))[0]).toMatchObject({
        status: 'scheduled',
        position: 0,
        usage: { jobsUsed: most + 1, jobsRemaining: 0 },
      })
      expect((await submit(user('eve', tier), 1))[0]).toMatchObject({ status: 'queued' })
    },
    60_000,
  )

  test('a hundred goal jobs wait, and the next one is refused, charges nothing and leaves nothing behind', async () => {
    expect(usual['queue.cap']).toBe(100)
    engine.agent.vanish()
    const owner = user('owner', null)
    const jobs = await submit(owner, 100)
    expect(jobs.at(-1)).toMatchObject({ status: 'queued', position: 100 })
    const before = value(await engine.client.jobs.list({ limit: 1 })).total
    expect(refusal(await engine.as(owner).jobs.create(goal()))).toMatchObject({ kind: 'queue_full', retryAfterMinutes: 8 })
    expect(value(await engine.as(owner).usage.get({})).jobsUsed).toBe(100)
    expect(value(await engine.client.jobs.list({ limit: 1 })).total).toBe(before)
    value(await engine.client.jobs.cancel({ jobId: jobs[7]!.id }))
    expect((await submit(owner, 1))[0]).toMatchObject({ status: 'queued', position: 100 })
  }, 60_000)

  test.each([
    ['bootstrapper', 2],
    ['partner', 3],
    ['cto_scale', 10],
  ] as const)('of a %s %i jobs go on at a time', async (tier, most) => {
    await submit(user('bob', tier), most)
    await turns()
    expect(await going(user('bob', tier))).toBe(most)
    await submit(user('bob', tier), 1)
    await turns()
    expect(value(await engine.client.queue.list({})).entries.map((one) => one.waitsFor)).toEqual([
      expect.stringMatching(new RegExp(`^a slot: ${most} goal jobs of its user`)) as string,
    ])
    expect(await going(user('bob', tier))).toBe(most)
    engine.agent.begin(engine.agent.started()[0]!)
    engine.agent.end(engine.agent.started()[0]!)
    await turns()
    expect(await going(user('bob', tier))).toBe(most)
  })

  test.each([
    ['bootstrapper', 2],
    ['partner', 3],
    ['cto_scale', 5],
  ] as const)('of a project %i jobs of %s users go on at a time', async (tier, most) => {
    for (let n = 0; n <= most; n++) await submit(user(`user ${n}`, tier), 1, 'one project')
    await submit(user('somebody else', tier), 1, 'another project')
    await turns()
    expect(value(await engine.client.jobs.list({ projectId: 'one project', status: 'in_progress' })).total).toBe(most)
    expect(value(await engine.client.jobs.list({ projectId: 'another project', status: 'in_progress' })).total).toBe(1)
    expect(value(await engine.client.queue.list({})).entries.map((one) => one.waitsFor)).toEqual([
      expect.stringContaining('the project one project') as string,
    ])
  })

  test('jobs nest five deep, and no deeper, however they would come there', async () => {
    const chain: JobId[] = []
    for (let depth = 0; depth <= 5; depth++) {
      const made = value(await engine.client.jobs.create({ name: `depth ${depth}`, parentJobId: chain.at(-1) ?? null }))
      expect(made.depth).toBe(depth)
      chain.push(made.id)
    }
    const deepest = chain[5]!
    expect(refusal(await engine.client.jobs.create({ name: 'too deep', parentJobId: deepest }))).toMatchObject({ kind: 'validation' })
    expect(refusal(await engine.client.jobs.submit({ taskDescription: 'too deep', parentJobId: deepest }))).toMatchObject({
      kind: 'validation',
    })
    expect(refusal(await engine.client.jobs.create({ ...goal(), parentJobId: deepest }))).toMatchObject({ kind: 'validation' })
    const above = value(await engine.client.jobs.create({ name: 'above' })).id
    expect(refusal(await engine.client.jobs.update({ jobId: chain[0]!, parentJobId: above }))).toMatchObject({
      kind: 'validation',
      problems: [{ path: 'parentJobId' }],
    })
    expect(value(await engine.client.jobs.get({ jobId: deepest })).depth).toBe(5)
  })

  test('each depth grants its quota, and not one more', async () => {
    value(await engine.client.settings.update({ 'resources.quotas': usual['resources.quotas'] }))
    const jobId = value(await engine.client.jobs.create({ name: 'holder' })).id
    for (const [depth, most] of [10, 8, 5, 3, 2, 1].entries()) {
      for (let n = 0; n < most; n++) expect(value(await engine.client.resources.allocate({ jobId, depth, workerCount: 1 })).granted).toBe(1)
      expect(refusal(await engine.client.resources.allocate({ jobId, depth, workerCount: 1 }))).toMatchObject({
        kind: 'insufficient_resources',
      })
    }
  })

  test.each([1, 2, 5])('of a job with %i workers never one more runs', async (workerCount) => {
    const job = value(await engine.client.jobs.submit({ taskDescription: '- a\n- b\n- c\n- d\n- e\n- f\n- g', workerCount, start: true }))
    await turns()
    const done = new Set<string>()
    for (let left = 7; left > 0; left--) {
      const active = engine.agent.started().filter((id) => !done.has(id))
      expect(active).toHaveLength(Math.min(workerCount, left))
      engine.agent.begin(active[0]!)
      engine.agent.end(active[0]!)
      done.add(active[0]!)
      await turns()
    }
    expect(value(await engine.client.jobs.get({ jobId: job.id })).status).toBe('completed')
  })

  test('twenty at once, where one place of the day is left: exactly one may start today', async () => {
    engine.agent.vanish()
    await submit(user('bob', 'bootstrapper'), 4)
    const answers = await Promise.all(Array.from({ length: 20 }, () => engine.as(user('bob', 'bootstrapper')).jobs.create(goal())))
    expect(answers.map((answer) => value(answer).status).filter((status) => status === 'queued')).toHaveLength(1)
  })

  test('twenty asked for at once, where one worker is free: exactly one is granted', async () => {
    const jobId = value(await engine.client.jobs.create({ name: 'holder' })).id
    value(await engine.client.resources.setQuota({ depth: 4, maxWorkers: 2 }))
    value(await engine.client.resources.allocate({ jobId, depth: 4, workerCount: 1 }))
    const answers = await Promise.all(
      Array.from({ length: 20 }, () => engine.client.resources.allocate({ jobId, depth: 4, workerCount: 1 })),
    )
    expect(answers.filter((answer) => answer.ok)).toHaveLength(1)
  })
})

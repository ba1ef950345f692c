import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { maskedValue } from '../../../shared/model/profile.ts'
import { discard, refusal, settled, startEngine, value, type TestEngine } from '../engine.fixture.ts'

let engine: TestEngine
beforeEach(() => {
  engine = startEngine()
})
afterEach(async () => {
  await engine[Symbol.asyncDispose]()
  discard(engine)
})

const secret = { name: 'TOKEN', source: 'static', value: 'hunter2' } as const

describe('a profile', () => {
  test('never shows its secret, and keeps it when the mask is sent back', async () => {
    const made = value(
      await engine.client.profiles.create({
        name: 'Staging',
        envVars: [secret, { name: 'REGION', source: 'static', value: 'eu', secret: false }],
      }),
    )
    expect(made.envVars.map((variable) => variable.value)).toEqual([maskedValue, 'eu'])
    const changed = value(await engine.client.profiles.update({ profileId: made.id, name: 'Production', envVars: made.envVars }))
    expect(JSON.stringify([changed, value(await engine.client.profiles.list({}))])).not.toContain('hunter2')
    const task = value(await engine.client.tasks.create({ name: 'T', command: 'true', profileId: made.id }))
    value(await engine.client.tasks.run({ taskId: task.id }))
    await settled()
    expect(engine.agent.told.find((message) => message.type === 'start')).toMatchObject({
      order: { profile: { name: 'Production', envVars: [{ value: 'hunter2' }, { value: 'eu' }] } },
    })
  })

  test('a task’s own wins over its job’s', async () => {
    const [mine, ofJob] = await Promise.all(
      ['mine', 'of the job'].map(async (name) => value(await engine.client.profiles.create({ name }))),
    )
    const job = value(await engine.client.jobs.create({ name: 'J', profileId: ofJob!.id }))
    for (const profileId of [mine!.id, null])
      value(await engine.client.tasks.create({ name: 'T', jobId: job.id, command: 'true', profileId }))
    const { runs } = value(await engine.client.jobs.run({ jobId: job.id }))
    expect(runs.map((run) => run.config.profileId)).toEqual([mine!.id, ofJob!.id])
  })

  test('bad variables are named by their place and change nothing', async () => {
    const refused = refusal(
      await engine.client.profiles.create({ name: 'P', envVars: [secret, { name: 'TOKEN', source: 'env', value: 'X' }] }),
    )
    expect(refused).toMatchObject({ kind: 'validation', problems: [{ path: 'envVars.1.name' }] })
    expect(
      refusal(await engine.client.profiles.create({ name: 'P', envVars: [{ name: 'A', source: 'keychain', value: 'no slash' }] })),
    ).toMatchObject({ problems: [{ path: 'envVars.0.value' }] })
    expect(
      refusal(await engine.client.profiles.create({ name: 'P', envVars: [{ name: 'A', source: 'static', value: maskedValue }] })),
    ).toMatchObject({ kind: 'validation' })
    expect(value(await engine.client.profiles.list({})).total).toBe(0)
  })

  test('is not deleted while something uses it, and says what', async () => {
    const profile = value(await engine.client.profiles.create({ name: 'P' }))
    const task = value(await engine.client.tasks.create({ name: 'T', command: 'true', profileId: profile.id }))
    expect(refusal(await engine.client.profiles.delete({ profileId: profile.id }))).toMatchObject({
      kind: 'conflict',
      message: '“P” is in use by the task “T”. Give those another profile, or let them end, first.',
    })
    value(await engine.client.tasks.update({ taskId: task.id, profileId: null }))
    expect(value(await engine.client.profiles.delete({ profileId: profile.id }))).toEqual({ deleted: true })
    expect(refusal(await engine.client.tasks.update({ taskId: task.id, profileId: profile.id })).kind).toBe('not_found')
  })

  test('is tested by the agent, which says how it went', async () => {
    const profile = value(await engine.client.profiles.create({ name: 'P', envVars: [secret] }))
    const answer = engine.client.profiles.test({ profileId: profile.id })
    await settled()
    const asked = engine.agent.told.find((message) => message.type === 'test_profile')
    if (asked?.type !== 'test_profile') throw new Error('The agent was not asked')
    engine.agent.say({ type: 'profile_tested', testId: asked.testId, variables: [{ name: 'TOKEN', ok: true, message: 'has a value' }] })
    expect(value(await answer)).toEqual({ ok: true, variables: [{ name: 'TOKEN', ok: true, message: 'has a value' }] })
  })
})

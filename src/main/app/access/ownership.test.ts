import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { pathParameters, routesOf } from '../../../shared/contract/http-route.ts'
import { operations } from '../../../shared/contract/index.ts'
import type { Client } from '../../../shared/contract/client.ts'
import type { JobId, ProfileId, RunId, TaskId } from '../../../shared/model/ids.ts'
import { Scope, type Right } from '../../../shared/model/scope.ts'
import type { Caller } from '../service.ts'
import { discard, refusal, settled, startEngine, value, type TestEngine } from '../engine.fixture.ts'

const asUser = (id: string): Partial<Caller> => ({
  actor: id,
  user: { id, tier: null, workspaceId: id, local: false },
  scopes: new Set<Right>([...Scope.options, 'signed_in']),
})

interface Rows {
  readonly jobId: JobId
  readonly taskId: TaskId
  readonly runId: RunId
  readonly profileId: ProfileId
}

/** A row of each kind. */
async function fill(client: Client): Promise<Rows> {
  const profile = value(await client.profiles.create({ name: 'secrets' }))
  const job = value(await client.jobs.create({ name: 'theirs', profileId: profile.id }))
  const task = value(
    await client.tasks.create({ name: 'theirs too', jobId: job.id, command: 'true', schedule: { type: 'interval', everyMs: 3_600_000 } }),
  )
  const run = value(await client.tasks.run({ taskId: task.id }))
  return { jobId: job.id, taskId: task.id, runId: run.id, profileId: profile.id }
}

describe('whose rows', () => {
  let engine: TestEngine
  let alice: Client
  let bob: Client
  let rows: Rows
  beforeEach(async () => {
    engine = startEngine()
    alice = engine.as(asUser('alice'))
    bob = engine.as(asUser('bob'))
    rows = await fill(alice)
  })
  afterEach(async () => {
    await engine[Symbol.asyncDispose]()
    discard(engine)
  })

  const caller = (id: string): Caller => ({ actor: '', via: 'api', requestId: 'r', traceId: 't', ...asUser(id) }) as Caller

  const overRows = [...operations].filter(([, operation]) =>
    routesOf(operation).some((route) =>
      pathParameters(route.path).some((name) => ['jobId', 'taskId', 'runId', 'profileId'].includes(name)),
    ),
  )

  test.each(overRows.map(([name]) => name))('%s answers a foreign row as one that is nowhere', async (name) => {
    const operation = operations.get(name)!
    if (operation.kind === 'stream' || operation.kind === 'text') {
      expect(refusal(await engine.service.open(name, rows, caller('bob'), new AbortController().signal))).toMatchObject({
        kind: 'not_found',
      })
    } else {
      // Nonsense besides: the row comes before the fields.
      expect(refusal((await engine.service.call(name, { ...rows, nonsense: 1 }, caller('bob'))).result)).toMatchObject({
        kind: 'not_found',
      })
    }
  })

  test('no list shows a foreign row, and its total counts none', async () => {
    const ids = Object.values(rows) as string[]
    const lists = [...operations].filter(
      ([, operation]) => operation.kind === 'query' && pathParameters(routesOf(operation)[0]!.path).length === 0,
    )
    expect(lists.length).toBeGreaterThan(8)
    for (const [name] of lists) {
      const answer = await engine.service.call(name, {}, caller('bob'))
      const text = JSON.stringify(answer.result)
      for (const id of ids) expect(text, name).not.toContain(id)
      if (answer.result.ok && /\.list$/.test(name) && !['events.list', 'agents.list', 'pipelines.list'].includes(name))
        expect(answer.result.value, name).not.toMatchObject({ total: 1 })
    }
  })

  test('a user sees their own rows everywhere, and the machine’s owner sees all of them', async () => {
    await settled()
    for (const client of [alice, engine.client]) {
      expect(value(await client.jobs.list({})).jobs.map((job) => job.owner)).toEqual(['alice'])
      expect(value(await client.runs.list({})).total).toBe(1)
      expect(value(await client.workers.list({})).total).toBe(1)
      expect(value(await client.schedules.list({})).total).toBe(1)
      expect(value(await client.profiles.list({})).total).toBe(1)
      expect(value(await client.system.summary({}))).toMatchObject({ jobs: 1, tasks: 1, unassignedTasks: 0, active: 1, waiting: 0 })
      expect(value(await client.events.list({ limit: 500 })).events.some((event) => event.runId === rows.runId)).toBe(true)
    }
    expect(value(await bob.system.summary({}))).toMatchObject({ jobs: 0, tasks: 0, active: 0, home: '' })
  })

  test('a foreign id in a body is no more known than one that is nowhere', async () => {
    const own = value(await bob.jobs.create({ name: 'mine' }))
    expect(refusal(await bob.jobs.create({ name: 'x', parentJobId: rows.jobId }))).toMatchObject({ kind: 'not_found', entity: 'job' })
    expect(refusal(await bob.jobs.update({ jobId: own.id, profileId: rows.profileId }))).toMatchObject({
      kind: 'not_found',
      entity: 'profile',
    })
    expect(refusal(await bob.tasks.create({ name: 'x', command: 'true', jobId: rows.jobId }))).toMatchObject({
      kind: 'not_found',
      entity: 'job',
    })
    expect(
      refusal(await bob.tasks.create({ name: 'x', command: 'true', jobId: own.id, dependsOn: [{ taskId: rows.taskId }] })),
    ).toMatchObject({ kind: 'not_found', entity: 'task' })
    expect(refusal(await bob.jobs.setTaskOrder({ jobId: own.id, taskOrder: [rows.taskId] }))).toMatchObject({ kind: 'not_found' })
  })

  test('the journal tells a user of their own rows only, to the last word on them', async () => {
    const mine = value(await bob.jobs.create({ name: 'short-lived' }))
    value(await bob.jobs.delete({ jobId: mine.id }))
    const seen = value(await bob.events.list({ limit: 500 })).events
    expect(seen.filter((event) => event.jobId).map((event) => [event.type, event.jobId])).toEqual([
      ['job.created', mine.id],
      ['job.deleted', mine.id],
    ])
    const abort = new AbortController()
    value(await alice.jobs.update({ jobId: rows.jobId, name: 'not for bob' }))
    const own = value(await bob.jobs.create({ name: 'next' }))
    const followed: (string | null)[] = []
    for await (const events of bob.events.follow({ after: 0 }, abort.signal)) {
      followed.push(...events.flatMap((event) => event.jobId ?? []))
      if (followed.includes(own.id)) break
    }
    expect(new Set(followed)).toEqual(new Set([mine.id, own.id]))
  })

  test('what the owner puts into a user’s job is the user’s', async () => {
    const task = value(await engine.client.tasks.create({ name: 'helped', command: 'true', jobId: rows.jobId }))
    const child = value(await engine.client.jobs.create({ name: 'child', parentJobId: rows.jobId }))
    expect(value(await alice.tasks.get({ taskId: task.id })).owner).toBe('alice')
    expect(value(await alice.jobs.get({ jobId: child.id })).owner).toBe('alice')
  })
})

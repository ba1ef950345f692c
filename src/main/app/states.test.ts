import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { localAgent, type JobId, type RunId } from '../../shared/model/ids.ts'
import { JobStatus } from '../../shared/model/job.ts'
import { hasEnded, RunStatus, type EndedRunStatus } from '../../shared/model/run.ts'
import { jobMayMove } from '../domain/job.ts'
import { runMayMove } from '../domain/run.ts'
import { engineActor } from './actor.ts'
import { discard, refusal, settled, startEngine, value, type TestEngine } from './engine.fixture.ts'
import { moveJob } from './jobs/job-status.ts'
import { beginRun, claimRun, endRun, pauseRun, resumeRun } from './runs/run-states.ts'

/*
 * Every pair of states on a real database: what the tables do not list changes neither row, nor audit trail, nor journal.
 */

const held: { engine?: TestEngine } = {}
const engine = (): TestEngine =>
  held.engine ??
  (() => {
    throw new Error('no engine')
  })()
beforeAll(async () => {
  held.engine = startEngine()
  value(
    await engine().client.settings.update({
      'runs.share_folder': true,
      'runs.max_parallel': 1_000,
      'queue.cap': 1_000,
      'tiers.bootstrapper.per_user': 1_000,
    }),
  )
})
afterAll(async () => {
  await engine()[Symbol.asyncDispose]()
  discard(engine())
})

const pairsOf = <State extends string>(states: readonly State[]): (readonly [State, State])[] =>
  states.flatMap((from) => states.map((to) => [from, to] as const))

/** What anybody could see of a row, and of what was written about it. */
const traces = (entity: 'job' | 'run', id: string) => {
  const { store } = engine().deps
  return JSON.stringify([
    entity === 'job' ? store.jobs.find(id as JobId) : store.runs.find(id as RunId),
    store.audit.of(entity, id, { limit: 500, offset: 0 }).items,
    newestEventOf(id),
  ])
}

const farBack = 50

/** That people are told of an end comes in its own time, and changes nothing of it. */
function newestEventOf(id: string): number | undefined {
  const { journal } = engine().deps.store
  return journal
    .after(Math.max(0, journal.last() - farBack), farBack)
    .findLast((event) => (event.runId === id || event.jobId === id) && event.type !== 'notice.created')?.seq
}

describe('runs', () => {
  const give = async (): Promise<RunId> => {
    const task = value(await engine().client.tasks.create({ name: 'work', command: 'sleep 9' }))
    const { id } = value(await engine().client.tasks.run({ taskId: task.id }))
    return id
  }
  const ended =
    (outcome: EndedRunStatus) =>
    (id: RunId): void =>
      engine().agent.end(id, { outcome, exitCode: outcome === 'succeeded' ? 0 : null })
  const into: Record<RunStatus, (id: RunId) => void> = {
    queued() {},
    starting() {},
    running() {},
    paused: (id) => engine().agent.say({ type: 'paused', runId: id }),
    succeeded: ended('succeeded'),
    failed: ended('failed'),
    cancelled: ended('cancelled'),
  }
  /** A run that is in this state. One that is to wait is held back by an agent that is away. */
  const runIn = async (status: RunStatus): Promise<RunId> => {
    if (status === 'queued') engine().agent.vanish()
    const id = await give()
    await settled()
    if (status !== 'queued' && status !== 'starting') engine().agent.begin(id)
    into[status](id)
    expect(engine().deps.store.runs.find(id)?.status).toBe(status)
    return id
  }
  const back = async (): Promise<void> => {
    const { store } = engine().deps
    engine().deps.store.transaction(() => {
      for (const run of store.runs.byIds(store.runs.activeOf('all'))) endRun(engine().deps, run, ending('cancelled'), by())
    })
    engine().agent.welcome()
    await settled()
  }
  const by = () => engineActor(engine().deps.clock)
  const ending = (status: EndedRunStatus) =>
    ({
      status,
      reason: 'exit_code',
      exitCode: null,
      signal: null,
      errorMessage: null,
      startedAt: null,
      finishedAt: engine().deps.clock.now(),
      log: null,
    }) as const
  const end =
    (status: EndedRunStatus) =>
    (id: RunId): boolean => {
      const run = engine().deps.store.runs.find(id)
      return run !== undefined && endRun(engine().deps, run, ending(status), by())
    }
  /** Every way there is into each state. */
  const ways: Record<RunStatus, readonly ((id: RunId) => boolean)[]> = {
    queued: [],
    starting: [(id) => claimRun(engine().deps, id, localAgent, by())],
    running: [(id) => beginRun(engine().deps, id, 1, engine().deps.clock.now(), by()), (id) => resumeRun(engine().deps, id, by())],
    paused: [(id) => pauseRun(engine().deps, id, by())],
    succeeded: [end('succeeded')],
    failed: [end('failed')],
    cancelled: [end('cancelled')],
  }

  test.each(pairsOf(RunStatus.options))('from %s to %s', async (from, to) => {
    const id = await runIn(from)
    const before = traces('run', id)
    const changed = engine().deps.store.transaction(() => ways[to].map((way) => way(id)))
    expect(changed.includes(true)).toBe(runMayMove(from, to) && ways[to].length > 0)
    if (changed.includes(true)) {
      expect(engine().deps.store.runs.find(id)?.status).toBe(to)
      expect(engine().deps.store.audit.of('run', id, { limit: 1, offset: 0 }).items[0]).toMatchObject({ from, to })
    } else expect(traces('run', id)).toBe(before)
    await back()
  })

  /** What callers may ask of a run, the state that they want by it, and the states in which they may. */
  const asks = [
    { ask: 'stop', to: 'cancelled', when: ['queued', 'starting', 'running', 'paused'] },
    { ask: 'pause', to: 'paused', when: ['running'] },
    { ask: 'resume', to: 'running', when: ['paused'] },
    { ask: 'restart', to: 'queued', when: ['succeeded', 'failed', 'cancelled'] },
    { ask: 'delete', to: 'deleted', when: ['succeeded', 'failed', 'cancelled'] },
  ] as const
  const asked = asks.flatMap((one) =>
    RunStatus.options.map((from) => ({ ...one, from, allowed: (one.when as readonly string[]).includes(from) })),
  )

  test.each(asked)('$ask of a run that is $from: $allowed', async ({ ask, to, from, allowed }) => {
    const id = await runIn(from)
    const before = traces('run', id)
    const answer = await engine().client.runs[ask]({ runId: id })
    if (allowed) expect(answer.ok).toBe(true)
    else {
      expect(refusal(answer)).toMatchObject({ kind: 'invalid_state_transition', currentState: from, requestedState: to })
      expect(traces('run', id)).toBe(before)
    }
    await back()
  })

  test.each(RunStatus.options.filter(hasEnded))(
    'whatever an agent says of a run that has %s, and however often, changes nothing',
    async (status) => {
      const id = await runIn(status)
      const before = traces('run', id)
      engine().agent.begin(id)
      for (const type of ['paused', 'resumed'] as const) engine().agent.say({ type, runId: id })
      for (const outcome of ['succeeded', 'failed', 'cancelled'] as const) ended(outcome)(id)
      expect(traces('run', id)).toBe(before)
      await back()
    },
  )
})

describe('jobs', () => {
  /** A job with a goal or without one, in this state, however it came there. */
  const jobIn = async (status: JobStatus, kind: 'goal' | 'plain'): Promise<JobId> => {
    engine().agent.vanish()
    const { id } = value(
      await engine().client.jobs.create(kind === 'goal' ? { goal: 'it', workingDirectory: { path: '/tmp' } } : { name: 'it' }),
    )
    const { store, clock } = engine().deps
    const from = store.jobs.find(id)?.status ?? 'pending'
    store.transaction(() => store.jobs.moveTo({ id, from, to: status, message: '', stage: null, at: clock.now() }))
    expect(store.jobs.find(id)?.status).toBe(status)
    return id
  }

  test.each(pairsOf(JobStatus.options))('from %s to %s', async (from, to) => {
    const id = await jobIn(from, 'plain')
    const before = traces('job', id)
    const { deps } = engine()
    const moved = deps.store.transaction(() =>
      moveJob(deps, { jobId: id, from, to, message: '', reason: 'asked' }, engineActor(deps.clock)),
    )
    expect(moved).toBe(jobMayMove(from, to))
    if (!moved) expect(traces('job', id)).toBe(before)
    else expect(deps.store.audit.of('job', id, { limit: 1, offset: 0 }).items[0]).toMatchObject({ from, to, reason: 'asked' })
  })

  test.each(JobStatus.options)('one that was %s, and no longer is, stays as it is', async (from) => {
    const id = await jobIn(from, 'plain')
    const before = traces('job', id)
    const { deps } = engine()
    const others = JobStatus.options.filter((status) => status !== from)
    for (const stale of others)
      for (const to of JobStatus.options.filter((one) => jobMayMove(stale, one))) {
        expect(
          deps.store.transaction(() => moveJob(deps, { jobId: id, from: stale, to, message: '', reason: 'late' }, engineActor(deps.clock))),
        ).toBe(false)
      }
    expect(traces('job', id)).toBe(before)
  })

  const endedJob = ['completed', 'failed', 'cancelled']
  /** What callers may ask of a job, and the states in which they may. */
  const asks = [
    {
      ask: 'cancel',
      kind: 'plain',
      refused: 'invalid_state_transition',
      when: JobStatus.options.filter((status) => !endedJob.includes(status)),
    },
    {
      ask: 'cancel',
      kind: 'goal',
      refused: 'invalid_state_transition',
      when: JobStatus.options.filter((status) => !endedJob.includes(status)),
    },
    { ask: 'confirm', kind: 'plain', refused: 'bad_request', when: [] },
    { ask: 'confirm', kind: 'goal', refused: 'bad_request', when: ['awaiting_confirmation'] },
    { ask: 'stop', kind: 'plain', refused: 'invalid_state_transition', when: [] },
    { ask: 'run', kind: 'plain', refused: 'conflict', when: [] },
    { ask: 'retry', kind: 'plain', refused: 'conflict', when: [] },
  ] as const
  const asked = asks.flatMap((one) =>
    JobStatus.options.map((from) => ({ ...one, from, allowed: (one.when as readonly string[]).includes(from) })),
  )

  test.each(asked)('$ask of a $kind job without active runs that is $from: $allowed', async ({ ask, kind, refused, from, allowed }) => {
    const id = await jobIn(from, kind)
    const before = traces('job', id)
    const answer = await engine().client.jobs[ask]({ jobId: id })
    if (allowed) return expect(answer.ok).toBe(true)
    expect(refusal(answer).kind).toBe(refused)
    expect(traces('job', id)).toBe(before)
  })

  test.each(JobStatus.options)('a goal job that is %s runs again only when it has ended', async (from) => {
    const id = await jobIn(from, 'goal')
    if (endedJob.includes(from))
      for (const runId of engine().deps.store.runs.activeOf({ jobIds: [id] })) value(await engine().client.runs.stop({ runId }))
    const answer = await engine().client.jobs.run({ jobId: id })
    if (endedJob.includes(from)) return expect(value(answer).status).toBe('queued')
    expect(refusal(answer).kind).toBe('conflict')
    expect(engine().deps.store.jobs.find(id)?.status).toBe(from)
  })

  test.each(pairsOf(JobStatus.options).filter(([, to]) => ['pending', 'in_progress', 'completed', 'failed'].includes(to)))(
    'by hand from %s to %s, and the trail says so',
    async (from, to) => {
      const id = await jobIn(from, 'plain')
      const status = to as 'pending' | 'in_progress' | 'completed' | 'failed'
      expect(value(await engine().client.jobs.update({ jobId: id, status })).status).toBe(to)
      const [newest] = engine().deps.store.audit.of('job', id, { limit: 1, offset: 0 }).items
      if (from !== to) expect(newest).toMatchObject({ from, to, reason: 'set by hand', actor: 'local' })
      else expect(newest?.reason).not.toBe('set by hand')
    },
  )
})

import { mkdirSync, mkdtempSync, rmSync, symlinkSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, onTestFinished, test } from 'vitest'
import type { JobId, RunId, TaskId } from '../../../shared/model/ids.ts'
import type { Run } from '../../../shared/model/run.ts'
import { discard, refusal, settled, startEngine, value, type TestEngine } from '../engine.fixture.ts'

let engine: TestEngine
beforeEach(() => {
  engine = startEngine()
})
afterEach(async () => {
  await engine[Symbol.asyncDispose]()
  discard(engine)
})

const runs = async (): Promise<Run[]> => value(await engine.client.runs.list({})).runs.toReversed()
const statuses = async () => (await runs()).map((run) => `${run.taskName}: ${run.status}${run.reason ? ` (${run.reason})` : ''}`)
const failure = { outcome: 'failed', reason: 'exit_code', exitCode: 1 } as const

async function finish(runId: RunId, end = {}): Promise<void> {
  engine.agent.begin(runId)
  engine.agent.end(runId, end)
  await settled()
}

const newTask = async (jobId: JobId | null, name: string, more = {}) =>
  value(await engine.client.tasks.create({ name, jobId, command: 'true', ...more })).id

async function runJob(jobId: JobId) {
  const { runs: queued } = value(await engine.client.jobs.run({ jobId }))
  await settled()
  return queued.map((run) => run.id)
}

describe('a retry', () => {
  const retry = { maxAttempts: 2, delayMs: 1_000 }

  test('is a run of its own, which waits for its time, and says so', async () => {
    const taskId = await newTask(null, 'flaky', { retry })
    const first = value(await engine.client.tasks.run({ taskId }))
    await settled()
    await finish(first.id, failure)
    const [, second] = await runs()
    expect(second).toMatchObject({
      attempt: 2,
      trigger: 'retry',
      status: 'queued',
      traceId: first.traceId,
      waitsFor: expect.stringContaining('its next attempt') as unknown,
    })
    expect(Date.parse(second!.notBefore!) - Date.parse((await runs())[0]!.finishedAt!)).toBe(1_000)
    await expect.poll(() => engine.agent.started(), { timeout: 5_000 }).toContain(second!.id)
    await finish(second!.id, failure)
    expect(await statuses()).toEqual(['flaky: failed (exit_code)', 'flaky: failed (exit_code)'])
  })

  test('holds the rest of its job until it has decided', async () => {
    const { id: jobId } = value(await engine.client.jobs.create({ name: 'J' }))
    await newTask(jobId, 'flaky', { retry })
    await newTask(jobId, 'after')
    const [first] = await runJob(jobId)
    await finish(first!, failure)
    const [, after, second] = await runs()
    expect([after!.waitsFor, second!.sequenceId]).toEqual(['the next attempt of a task before it', after!.sequenceId])
    await expect.poll(() => engine.agent.started(), { timeout: 5_000 }).toContain(second!.id)
    await finish(second!.id)
    expect(engine.agent.started()).toContain(after!.id)
  })

  test('takes what a failed check said with it', async () => {
    const taskId = await newTask(null, 'checked', { retry })
    const first = value(await engine.client.tasks.run({ taskId }))
    await settled()
    await finish(first.id, { outcome: 'failed', reason: 'check_failed', feedback: 'expected 2' })
    expect((await runs())[1]!.config.feedback).toBe('expected 2')
    await expect
      .poll(() => engine.agent.told.filter((message) => message.type === 'start').at(-1), { timeout: 5_000 })
      .toMatchObject({ order: { environment: { YARDMASTER_FEEDBACK: 'expected 2' } } })
  })

  test('never follows a run that was stopped', async () => {
    const taskId = await newTask(null, 'stopped', { retry })
    const first = value(await engine.client.tasks.run({ taskId }))
    await settled()
    await finish(first.id, { outcome: 'cancelled', reason: 'cancelled_by_user' })
    expect(await statuses()).toEqual(['stopped: cancelled (cancelled_by_user)'])
  })
})

describe('dependencies in a run of a job', () => {
  async function job(onFailure: 'stop' | 'continue' = 'stop') {
    const { id } = value(await engine.client.jobs.create({ name: 'J', workerCount: 5, onFailure }))
    const build = await newTask(id, 'build')
    const test_ = await newTask(id, 'test', { dependsOn: [{ taskId: build }] })
    const report = await newTask(id, 'report', { dependsOn: [{ taskId: test_, when: 'failed' }] })
    return { id, build, test: test_, report }
  }

  test('let a task wait although there is room, and then start', async () => {
    const { id } = await job()
    const [build, test_] = await runJob(id)
    expect(engine.agent.started()).toEqual([build])
    expect((await runs())[1]!.waitsFor).toBe('the tasks that it depends on')
    await finish(build!)
    expect(engine.agent.started()).toEqual([build, test_])
  })

  test('that asked for a failure run after it, although the job stops', async () => {
    const { id } = await job()
    const [build, test_, report] = await runJob(id)
    await finish(build!)
    await finish(test_!, failure)
    expect(engine.agent.started()).toEqual([build, test_, report])
  })

  test('that can no longer come true leave a cancelled run with its reason', async () => {
    const { id } = await job()
    const [build, test_] = await runJob(id)
    await finish(build!)
    await finish(test_!)
    expect(await statuses()).toEqual([
      'build: succeeded (exit_code)',
      'test: succeeded (exit_code)',
      'report: cancelled (dependency_failed)',
    ])
  })

  test('in a circle, on oneself, or on a task elsewhere are refused, and nothing changes', async () => {
    const { id, build, report } = await job()
    const elsewhere = await newTask(null, 'elsewhere')
    const bad = async (taskId: TaskId, dependsOnTask: TaskId) =>
      refusal(await engine.client.tasks.update({ taskId, dependsOn: [{ taskId: dependsOnTask }] }))
    expect(await bad(build, report)).toMatchObject({ kind: 'validation', message: expect.stringContaining('circle') as unknown })
    expect((await bad(build, build)).kind).toBe('validation')
    expect(await bad(build, elsewhere)).toMatchObject({ problems: [{ path: 'dependsOn.0.taskId' }] })
    expect(value(await engine.client.jobs.get({ jobId: id })).tasks[0]!.dependsOn).toEqual([])
  })
})

describe('what holds a run back', () => {
  test('two runs never work in one folder, unless the setting says so', async () => {
    const [one, other] = [
      await newTask(null, 'one', { workingDirectory: { path: '/srv/app' } }),
      await newTask(null, 'other', { workingDirectory: { path: '/srv//app/' } }),
    ]
    value(await engine.client.tasks.run({ taskId: one }))
    value(await engine.client.tasks.run({ taskId: other }))
    await settled()
    expect(engine.agent.started()).toHaveLength(1)
    expect((await runs())[1]!.waitsFor).toContain('/srv/app')
    value(await engine.client.settings.update({ 'runs.share_folder': true }))
    await settled()
    expect(engine.agent.started()).toHaveLength(2)
  })

  test('a folder is one by whatever links and dots lead to it', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'yardmaster-one-folder-'))
    onTestFinished(() => rmSync(folder, { recursive: true }))
    mkdirSync(join(folder, 'app'))
    symlinkSync(join(folder, 'app'), join(folder, 'link'))
    for (const path of ['app', 'link', 'app/../app', 'else'])
      value(await engine.client.tasks.run({ taskId: await newTask(null, path, { workingDirectory: { path: `${folder}/${path}` } }) }))
    await settled()
    expect(engine.agent.started()).toHaveLength(2)
    expect((await runs()).filter(({ status }) => status === 'queued').map(({ taskName }) => taskName)).toEqual(['link', 'app/../app'])
  })

  test('worktrees of one folder are folders of their own; a job’s tasks share one', async () => {
    const directory = { workingDirectory: { path: '/srv/app', useGitWorktree: true } }
    const { id: jobId } = value(await engine.client.jobs.create({ name: 'J', workerCount: 2, ...directory }))
    await newTask(jobId, 'one')
    await newTask(jobId, 'two')
    value(await engine.client.tasks.run({ taskId: await newTask(null, 'alone', directory) }))
    value(await engine.client.tasks.run({ taskId: await newTask(null, 'in the folder', { workingDirectory: { path: '/srv/app' } }) }))
    await settled()
    expect(engine.agent.started()).toHaveLength(2)
    value(await engine.client.settings.update({ 'runs.max_parallel': 10 }))
    await runJob(jobId)
    await settled()
    expect(engine.agent.started()).toHaveLength(3)
    expect((await runs()).find(({ taskName }) => taskName === 'two')?.waitsFor).toContain(`/worktrees/job-${jobId.slice(-12)}/`)
  })
})

describe('a task that is run by hand with what depends on it', () => {
  const chain = async () => {
    const { id: jobId } = value(await engine.client.jobs.create({ name: 'J' }))
    await newTask(jobId, 'before')
    const build = await newTask(jobId, 'build')
    const test = await newTask(jobId, 'test', { dependsOn: [{ taskId: build }] })
    await newTask(jobId, 'deploy', { dependsOn: [{ taskId: test }] })
    await newTask(jobId, 'mend', { dependsOn: [{ taskId: build, when: 'failed' }] })
    const run = value(await engine.client.tasks.run({ taskId: build, triggerDependents: true }))
    await settled()
    return run
  }

  test('starts them one after the other, and nothing else', async () => {
    const build = await chain()
    expect((await runs()).map((run) => [run.taskName, run.trigger])).toEqual([
      ['build', 'api'],
      ['test', 'dependency'],
      ['deploy', 'dependency'],
      ['mend', 'dependency'],
    ])
    expect(engine.agent.started()).toEqual([build.id])
    await finish(build.id)
    await finish(engine.agent.started()[1]!)
    await finish(engine.agent.started()[2]!)
    expect(await statuses()).toEqual([
      'build: succeeded (exit_code)',
      'test: succeeded (exit_code)',
      'deploy: succeeded (exit_code)',
      'mend: cancelled (dependency_failed)',
    ])
  })

  test('after a failure only what asks for it', async () => {
    const build = await chain()
    await finish(build.id, failure)
    await finish(engine.agent.started()[1]!)
    expect(await statuses()).toEqual([
      'build: failed (exit_code)',
      'test: cancelled (dependency_failed)',
      'deploy: cancelled (dependency_failed)',
      'mend: succeeded (exit_code)',
    ])
  })
})

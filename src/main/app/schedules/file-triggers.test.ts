import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import type { TaskId } from '../../../shared/model/ids.ts'
import type { Watch } from '../../../shared/model/schedule.ts'
import { discard, startEngine, value, type TestEngine } from '../engine.fixture.ts'

describe('tasks that start when files change', () => {
  let engine: TestEngine
  let folder: string
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'yardmaster-watched-'))
    engine = startEngine()
  })
  afterEach(async () => {
    await engine[Symbol.asyncDispose]()
    discard(engine)
    rmSync(folder, { recursive: true, force: true })
  })

  const task = async (watch: Partial<Watch> = {}): Promise<TaskId> =>
    value(
      await engine.client.tasks.create({
        name: 'Watching',
        command: 'true',
        schedule: { type: 'file_watch', watch: { path: folder, debounceMs: 150, ...watch } },
      }),
    ).id
  const runs = async (taskId: TaskId) => value(await engine.client.runs.list({ taskId })).runs
  /** Files change again and again until the watch, which opens in its own time, has seen one. */
  const firstRun = (taskId: TaskId, name: string) =>
    vi.waitFor(
      async () => {
        writeFileSync(join(folder, name), String(Math.random()))
        await new Promise((resolve) => {
          setTimeout(resolve, 400)
        })
        const [run] = await runs(taskId)
        if (!run) throw new Error('not started yet')
        return run
      },
      { timeout: 15_000 },
    )

  test('many changes are one run, after it has been quiet', async () => {
    const id = await task()
    const run = await firstRun(id, 'a.txt')
    engine.agent.begin(run.id)
    engine.agent.end(run.id)
    await vi.waitFor(async () => expect((await runs(id))[0]?.status).toBe('succeeded'))
    await new Promise((resolve) => {
      setTimeout(resolve, 700)
    })
    for (let n = 0; n < 20; n++) writeFileSync(join(folder, `many-${n}.txt`), 'x')
    await vi.waitFor(async () => expect(await runs(id)).toHaveLength(2), { timeout: 5_000 })
    expect(await runs(id)).toMatchObject([{ trigger: 'schedule' }, { trigger: 'schedule' }])
    expect(value(await engine.client.ticks.list({ taskId: id })).total).toBe(2)
  }, 30_000)

  test('what its own run changes does not start it again; include and exclude are obeyed', async () => {
    mkdirSync(join(folder, 'node_modules'))
    const id = await task({ include: ['*.csv'] })
    const other = await task()
    const run = await firstRun(id, 'in.csv')
    engine.agent.begin(run.id)
    writeFileSync(join(folder, 'out.csv'), 'written by the run')
    engine.agent.end(run.id)
    writeFileSync(join(folder, 'notes.txt'), 'not a csv')
    writeFileSync(join(folder, 'node_modules', 'x.csv'), 'excluded')
    await vi.waitFor(async () => expect((await runs(other)).length).toBeGreaterThan(0), { timeout: 5_000 })
    await new Promise((resolve) => {
      setTimeout(resolve, 600)
    })
    expect(await runs(id)).toHaveLength(1)
  }, 30_000)
})

import { mkdtempSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { createCheckpoints } from './checkpoints.ts'
import { openDatabase, type Connection } from './database.ts'

const thread = join(import.meta.dirname, 'checkpoint-thread.ts')

const state: { folder: string; database: Connection } = { folder: '', database: undefined as never }
beforeEach(() => {
  state.folder = mkdtempSync(join(tmpdir(), 'yardmaster-checkpoints-'))
  state.database = openDatabase(join(state.folder, 'yardmaster.db'), join(state.folder, 'backups'))
})
afterEach(() => {
  state.database.close()
  rmSync(state.folder, { recursive: true, force: true })
})

/** What the database's own file holds, without what is in its write-ahead log only. */
const carriedOver = (): number => statSync(state.database.name).size

test('what was committed is carried over soon, while the engine does something else', async () => {
  const failed = vi.fn()
  const checkpoints = createCheckpoints({ file: state.database.name, program: thread, failed })
  const before = carriedOver()
  checkpoints.written()
  await vi.waitFor(() => expect(carriedOver()).toBeGreaterThan(before), { timeout: 15_000 })
  await checkpoints[Symbol.asyncDispose]()
  expect(failed).not.toHaveBeenCalled()
})

test('a thread that cannot start says so once, and the engine goes on without it', async () => {
  const failed = vi.fn()
  const checkpoints = createCheckpoints({ file: state.database.name, program: join(state.folder, 'missing.js'), failed })
  checkpoints.written()
  await vi.waitFor(() => expect(failed).toHaveBeenCalledOnce(), { timeout: 15_000 })
  checkpoints.written()
  await checkpoints[Symbol.asyncDispose]()
  expect(failed).toHaveBeenCalledOnce()
})

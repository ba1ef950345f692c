import Database from 'better-sqlite3'
import { expect, test } from 'vitest'
import type { JournalEvent } from '../../../shared/model/event.ts'
import { systemClock } from '../clock.ts'
import { pruneJournal } from './journal-pruning.ts'
import { discard, settled, startEngine, value, type TestEngine } from '../engine.fixture.ts'

const never = new AbortController().signal

/** As many events as in a few busy weeks, the first of them from long ago. */
function lookBack(engine: TestEngine, old: number, young: number): void {
  const database = new Database(`${engine.folder}/yardmaster.db`)
  const insert = database.prepare(`
    with recursive n (i) as (select 1 union all select i + 1 from n where i < ?)
    insert into events (time, type) select ?, 'agent.status' from n`)
  database.transaction(() => {
    database.prepare('delete from events').run()
    insert.run(old, '2020-01-01T00:00:00.000Z')
    insert.run(young, systemClock.now())
  })()
  database.close()
}

test('the journal lets go of what is old and far behind; who comes back from before is told to read anew, and goes on', async () => {
  const engine = startEngine()
  const job = value(await engine.client.jobs.create({ name: 'Nightly' }))
  await settled()
  lookBack(engine, 130_000, 10)
  const { store } = engine.deps
  const newest = store.journal.last()
  const first = store.journal.prunedTo()

  expect(store.journal.prune({ keep: 100_000, before: '2019-01-01T00:00:00.000Z', limit: 2_000 })).toBe(0)
  expect(await pruneJournal(engine.deps, never)).toBe(30_010)
  const kept = first + 30_010
  expect(store.journal.prunedTo()).toBe(kept)
  expect(store.journal.last()).toBe(newest)

  const page = value(await engine.client.events.list({ after: 3, limit: 2 }))
  expect(page.events.map(({ seq, type }) => [seq, type])).toEqual([
    [kept, 'journal.pruned'],
    [kept + 1, 'agent.status'],
  ])
  expect(value(await engine.client.events.list({ after: kept, limit: 1 })).events).toMatchObject([{ seq: kept + 1 }])

  const leaving = new AbortController()
  const read: JournalEvent[] = []
  for await (const events of engine.client.events.follow({ after: 5 }, leaving.signal)) {
    read.push(...events)
    if (read.length > 600) leaving.abort()
  }
  expect(read.slice(0, 2).map(({ seq, type }) => [seq, type])).toEqual([
    [kept, 'journal.pruned'],
    [kept + 1, 'agent.status'],
  ])
  expect(read.map(({ seq }) => seq)).toEqual(read.map((_, at) => kept + at))

  // A job's own stream begins with its present state again.
  const gone = new AbortController()
  for await (const changes of engine.client.jobs.stream({ jobId: job.id, after: 1 }, gone.signal)) {
    expect(changes).toMatchObject([{ seq: newest, status: 'pending' }])
    gone.abort()
  }
  await engine[Symbol.asyncDispose]()
  discard(engine)
})

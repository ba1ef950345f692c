import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Statement } from 'better-sqlite3'
import { afterEach, beforeEach, expect, test } from 'vitest'
import type { JobId, RunId, TaskId } from '../../shared/model/ids.ts'
import { queueLanes } from '../../shared/model/run.ts'
import type { Store } from '../ports/store.ts'
import { openDatabase, type Connection } from './database.ts'
import { createStore } from './store.ts'

/*
 * Lists are asked of the store itself, and what it asked of the database is explained: a list that somebody adds or
 * changes is tried as it is, not as a copy of its text.
 */

const clock = { now: () => '2026-01-01T00:00:00.000Z', newId: () => 'x' }

let home: string
let database: Connection
const asked: string[] = []
beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), 'yardmaster-lists-'))
  database = openDatabase(join(home, 'yardmaster.db'), join(home, 'backups'))
})
afterEach(() => {
  database.close()
  rmSync(home, { recursive: true, force: true })
})

const listened = (): Store => {
  const prepare = (text: string): Statement => {
    asked.push(text)
    return database.prepare(text)
  }
  const listening = Object.create(database, {
    prepare: { value: prepare },
    transaction: { value: database.transaction.bind(database) },
  }) as Connection
  return createStore({ database: listening, clock, changed: () => {} })
}

const page = { limit: 50, offset: 0 }
const jobId = 'j' as JobId
const taskId = 't' as TaskId
const owner = 'ann'

const lists: Readonly<Record<string, (store: Store) => unknown>> = {
  'all jobs': ({ jobs }) => jobs.list({}, page),
  'jobs in a state': ({ jobs }) => jobs.list({ status: 'failed' }, page),
  'the children of a job': ({ jobs }) => jobs.list({ parentJobId: jobId }, page),
  'jobs of a user': ({ jobs }) => jobs.list({ owner }, page),
  'jobs of a project': ({ jobs }) => jobs.list({ projectId: 'p' }, page),
  'all tasks by age': ({ tasks }) => tasks.list({}, 'created', page),
  'all tasks by name': ({ tasks }) => tasks.list({}, 'name', page),
  'enabled tasks by name': ({ tasks }) => tasks.list({ enabled: true }, 'name', page),
  'all tasks by change': ({ tasks }) => tasks.list({}, 'updated', page),
  'tasks of a job in their order': ({ tasks }) => tasks.list({ jobId }, 'created', page),
  'tasks of a user': ({ tasks }) => tasks.list({ owner }, 'created', page),
  'all runs': ({ runs }) => runs.list({}, page),
  'runs of a task': ({ runs }) => runs.list({ taskId }, page),
  'what of a task has not ended': ({ runs }) => runs.activeOf({ taskId }),
  'runs of a job': ({ runs }) => runs.list({ jobId }, page),
  'runs that wait, and those that ended in one way': ({ runs }) => [
    runs.list({ status: 'queued' }, page),
    runs.list({ status: 'failed' }, page),
  ],
  'runs of a user': ({ runs }) => runs.list({ owner }, page),
  'runs of one trace': ({ runs }) => runs.list({ traceId: 'x' }, page),
  'what waits, of both lanes': ({ runs }) => [...runs.waiting('runs'), ...runs.waiting('goals'), ...runs.waitingForAgents()],
  'what is with this machine’s agent': ({ runs }) => [runs.activeAt('local' as never), runs.askedToStopAt('local' as never)],
  'a page of the queue': ({ runs }) => queueLanes.map((lane) => [runs.waitingPage(lane, page), runs.waitingIn(lane)]),
  'a page of what of a user waits': ({ runs }) =>
    queueLanes.map((lane) => [runs.waitingPage(lane, page, owner), runs.waitingIn(lane, owner)]),
  'places in the queue': ({ runs }) => [
    runs.places(['a' as RunId]),
    runs.places(['a' as RunId, 'b' as RunId]),
    runs.findWaiting(['a' as RunId]),
    runs.waitingCount(),
  ],
  'profiles of a user': ({ profiles }) => profiles.list({ owner }, page),
  'ticks of a task': ({ ticks }) => ticks.list({ taskId }, page),
  'all ticks': ({ ticks }) => ticks.list({}, page),
  'what starts by itself': ({ schedules }) => [schedules.ofType('startup'), schedules.unplanned(), schedules.watching()],
  'what is due': ({ schedules }) => [schedules.due('2026-01-01T00:00:00.000Z', 100), schedules.nearest()],
  'the audit trail of a run': ({ audit }) => audit.of('run', 'r', page),
  'the audit trail of a user': ({ audit }) => audit.by(owner, page),
  'the journal': ({ journal }) => [
    journal.after(5, 500),
    journal.after(5, 500, owner),
    journal.prunedTo(),
    journal.last(),
    journal.frames(jobId, 5, 100),
  ],
}

/** A walk over all rows of a table that grows, where no index decides what is read; and a sort of more than a page, which was cut off before. */
const costly =
  /(?<!SCAN \(subquery-\d+\)\n|SCAN part\n(?:SEARCH .*\n)*)USE TEMP B-TREE FOR ORDER BY|SCAN (tasks|runs|transitions|events|workers|ticks|jobs|job)$/m

/** A walk along the numbers themselves that ends with the page, or rows that are named one by one. */
const isBounded = (text: string): boolean =>
  /from runs\s+order by seq desc limit/.test(text) || /in \(select value from json_each\(\+:(ids|seqs)\)\)/.test(text)

test.each(Object.entries(lists))('%s: found by an index, without sorting', (_what, ask) => {
  const store = listened()
  asked.length = 0
  ask(store)
  // How many there are in all is counted once, and again only when something was written.
  const selects = asked.filter((text) => /^\s*(select|with)/i.test(text) && !/^\s*select count\(\*\)/i.test(text) && !isBounded(text))
  expect(asked).not.toEqual([])
  for (const text of selects) expect(planOf(text), text).not.toMatch(costly)
})

test('what agents have is found by an index of it alone, among all runs that there ever were', () => {
  const { runs, allocations } = listened()
  asked.length = 0
  runs.active()
  runs.activeElsewhere('local' as never)
  runs.activeByJob()
  runs.activeCount()
  runs.activeFolders()
  runs.list({ status: 'running' }, page)
  allocations.byJob('all_jobs')
  expect(asked).toHaveLength(8)
  for (const text of asked) expect(planOf(text), text).toContain('runs_active_at')
})

test.each([
  ['runs_of_task', { taskId }],
  ['runs_of_job', { jobId }],
] as const)('ended runs of one are found by %s, not among all that ended so', (index, of) => {
  const { runs } = listened()
  asked.length = 0
  runs.list({ ...of, status: 'failed' }, page)
  for (const text of asked) expect(planOf(text), text).toContain(index)
})

function planOf(text: string): string {
  const parameters = Object.fromEntries([...text.matchAll(/:(\w+)/g)].map(([, name = '']) => [name, '[]']))
  return database
    .prepare<[object], { detail: string }>(`explain query plan ${text}`)
    .all(parameters)
    .map(({ detail }) => detail)
    .join('\n')
}

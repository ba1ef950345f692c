import type { JournalEvent } from '../../shared/model/event.ts'
import type { JobStore } from '../ports/jobs.ts'
import type { Journal } from '../ports/journal.ts'
import type { RunStore } from '../ports/runs.ts'
import type { TaskStore } from '../ports/tasks.ts'
import type { JobFrame } from '../ports/goals.ts'
import type { Clock } from '../ports/clock.ts'
import { ofUser, type Row, type Sql } from './statements.ts'

interface Rows {
  readonly jobs: JobStore
  readonly tasks: TaskStore
  readonly runs: RunStore
}

/** @param written is told of every entry, inside the transaction that wrote it */
export function createJournal(sql: Sql, rows: Rows, clock: Clock, written: () => void): Journal {
  return {
    append({ type, jobId = null, taskId = null, runId = null, frame }) {
      sql.run(taskId ? appended.ofTask : jobId ? appended.ofJob : appended.ofMachine, {
        time: clock.now(),
        type,
        jobId,
        taskId,
        runId,
        ...(frame ?? noFrame),
      })
      written()
    },
    after: (seq, limit, owner) =>
      withRows(sql.all(owner === undefined ? everything : visibleToUser, { seq, limit, owner: owner ?? null }).map(eventFrom), rows),
    frames: (jobId, after, limit) =>
      sql
        .all(
          'select seq, time, status, stage, message from events where job_id = :jobId and seq > :after and status is not null order by seq limit :limit',
          { jobId, after, limit },
        )
        .map((row) => ({ ...row }) as unknown as JobFrame),
    last: () => sql.count('select coalesce(max(seq), 0) as n from events'),
    prunedTo: () => sql.count('select coalesce(min(seq) - 1, 0) as n from events'),
    prune: ({ keep, before, limit }) =>
      sql.run(
        `
      delete from events
      where seq in (
        select seq from (select seq, time from events order by seq limit :limit)
        where time < :before and seq <= (select max(seq) from events) - :keep)`,
        { keep, before, limit },
      ),
  }
}

/** A change of the state alone leaves the stage as it is. */
const stageNow = 'case when :status is not null then coalesce(:stage, (select stage from jobs where id = :jobId)) end'

const noFrame = { status: null, stage: null, message: null }

const everything = 'select * from events where seq > :seq order by seq limit :limit'

/** The user’s own events and the machine’s, each read from an index of its own, so that others’ cost nothing. */
const visibleToUser = `
  select * from (select * from events where ${ofUser} and seq > :seq order by seq limit :limit)
  union all
  select * from (select * from events where owner is null and seq > :seq order by seq limit :limit)
  order by seq limit :limit`

const appendedWith = (owner: string): string => `
  insert into events (time, type, job_id, task_id, run_id, status, stage, message, owner)
  values (:time, :type, :jobId, :taskId, :runId, :status, ${stageNow}, :message, ${owner})`

/** Whose event it is, read from the row it is about; the last word on a row is written before the row goes. */
const appended = {
  ofTask: appendedWith("coalesce((select owner from tasks where id = :taskId), 'local')"),
  ofJob: appendedWith("coalesce((select owner from jobs where id = :jobId), 'local')"),
  ofMachine: appendedWith('null'),
}

/** Puts each changed row beside the last event of the page that touches it. */
function withRows(events: readonly JournalEvent[], rows: Rows): readonly JournalEvent[] {
  const last = { job: lastOf(events, 'jobId'), task: lastOf(events, 'taskId'), run: lastOf(events, 'runId') }
  const jobs = byId(rows.jobs.byIds([...last.job.keys()]))
  const tasks = byId(rows.tasks.byIds([...last.task.keys()]))
  const runs = byId(rows.runs.byIds([...last.run.keys()]))
  return events.map((event) => ({
    ...event,
    ...(event.jobId && last.job.get(event.jobId) === event.seq && { job: jobs.get(event.jobId) }),
    ...(event.taskId && last.task.get(event.taskId) === event.seq && { task: tasks.get(event.taskId) }),
    ...(event.runId && last.run.get(event.runId) === event.seq && { run: runs.get(event.runId) }),
  }))
}

function lastOf<Key extends 'jobId' | 'taskId' | 'runId'>(
  events: readonly JournalEvent[],
  key: Key,
): Map<NonNullable<JournalEvent[Key]>, number> {
  const seen = new Map<NonNullable<JournalEvent[Key]>, number>()
  for (const event of events) {
    const id = event[key]
    if (id) seen.set(id, event.seq)
  }
  return seen
}

const byId = <Item extends { readonly id: string }>(items: readonly Item[]): ReadonlyMap<string, Item> =>
  new Map(items.map((item) => [item.id, item]))

const eventFrom = (row: Row): JournalEvent =>
  ({
    seq: row['seq'],
    time: row['time'],
    type: row['type'],
    jobId: row['job_id'],
    taskId: row['task_id'],
    runId: row['run_id'],
  }) as JournalEvent

import type { AgentId, JobId, ProfileId, RunId, SequenceId, TaskId } from '../../shared/model/ids.ts'
import type { RunStatus } from '../../shared/model/run.ts'
import type { Instant } from '../../shared/model/time.ts'
import type { Page } from '../ports/page.ts'
import type { RunFilter, RunStore } from '../ports/runs.ts'
import type { Counts } from './counts.ts'
import { fromNearerEnd } from './nearer-end.ts'
import { createQueueLanes } from './queue-lanes.ts'
import { createRunChanges } from './run-changes.ts'
import {
  active,
  activeFrom,
  activeRuns,
  belongs,
  fromRuns,
  inState,
  occupied,
  ownersOf,
  runFrom,
  waitingColumns,
  waitingFrom,
  type Of,
} from './run-rows.ts'
import { containing, list, ofUser, where, type Sql } from './statements.ts'
import type { WaitingTally } from './waiting-tally.ts'

export function createRunStore(sql: Sql, counts: Counts, tally: WaitingTally): RunStore {
  return {
    ...createReading(sql, counts),
    ...createQueueLanes(sql, counts, tally),
    ...createCounting(sql),
    ...createRunChanges(sql, tally),
    ...createHanding(sql, tally),
  }
}

/** What waits for, or is with, agents on other machines. */
function createHanding(sql: Sql, tally: WaitingTally) {
  return {
    *waitingForAgents() {
      const rows = sql.each(`
        select ${waitingColumns}
        from runs indexed by runs_for_agents left join jobs on jobs.id = runs.job_id
        where runs.status = 'queued' and runs.handed_at is null and runs.agent_type is not null and runs.goal_rank is null
        order by runs.priority desc, runs.seq`)
      for (const row of rows) yield waitingFrom(row)
    },
    *waitingForNamed() {
      const rows = sql.each(`
        select ${waitingColumns}
        from runs indexed by runs_for_named left join jobs on jobs.id = runs.job_id
        where runs.status = 'queued' and runs.named_agent is not null and runs.named_agent <> 'local'
        order by runs.priority desc, runs.seq`)
      for (const row of rows) yield waitingFrom(row)
    },
    hand(id: RunId, at: Instant) {
      const row = sql.one("update runs set handed_at = :at where id = :id and status = 'queued' and handed_at is null returning priority", {
        id,
        at,
      })
      if (!row) return false
      tally.change('runs', Number(row['priority']), -1)
      tally.change('broker', Number(row['priority']), 1)
      return true
    },
    isAnyHanded: () =>
      sql.one("select 1 from runs indexed by runs_handed where status = 'queued' and handed_at is not null limit 1") !== undefined,
    takeBackHanded() {
      tally.forget()
      return sql.run("update runs indexed by runs_handed set handed_at = null where status = 'queued' and handed_at is not null")
    },
    handedBefore: (at: Instant) =>
      sql
        .all("select id from runs indexed by runs_handed where status = 'queued' and handed_at is not null and handed_at < :at", { at })
        .map((row) => row['id'] as RunId),
    handAgain: (id: RunId, at: Instant) => void sql.run("update runs set handed_at = :at where id = :id and status = 'queued'", { id, at }),
    handedByJob: () =>
      new Map(
        sql
          .all(
            "select job_id, count(*) as n from runs indexed by runs_handed where status = 'queued' and handed_at is not null and job_id is not null group by job_id",
          )
          .map((row) => [row['job_id'] as JobId, Number(row['n'])]),
      ),
    askedToStopAt: (agentId: AgentId) =>
      sql.all(`select * from ${activeRuns} and agent_id = :agentId and stop_reason is not null order by seq`, { agentId }).map(activeFrom),
    activeAt: (agentId: AgentId) =>
      sql.all(`select * from ${activeRuns} and agent_id = :agentId order by seq`, { agentId }).map(activeFrom),
    activeElsewhere: (agentId: AgentId) =>
      sql.all(`select * from ${activeRuns} and agent_id <> :agentId order by seq`, { agentId }).map(activeFrom),
    activeCountAt: (agentId: AgentId) => sql.count(`select count(*) as n from ${activeRuns} and agent_id = :agentId`, { agentId }),
    newestOf: (taskId: TaskId) =>
      sql.one('select id from runs where task_id = :taskId order by seq desc limit 1', { taskId })?.['id'] as RunId | undefined,
  }
}

function createReading(sql: Sql, counts: Counts) {
  const filtered = (filter: RunFilter) => ({
    clause: where([
      filter.owner !== undefined && ofUser,
      filter.jobId === 'none' && 'job_id is null',
      filter.jobId && filter.jobId !== 'none' && 'job_id = :jobId',
      filter.taskId && 'task_id = :taskId',
      filter.traceId !== undefined && 'trace_id = :traceId',
      filter.status && inState(filter.status, filter.taskId ?? filter.jobId ?? filter.traceId),
      filter.pinned !== undefined && (filter.pinned ? 'pinned = 1' : 'pinned = 0'),
      filter.since !== undefined && 'queued_at >= :since',
      filter.until !== undefined && 'queued_at < :until',
      filter.q !== undefined && "task_name like :q escape '\\'",
    ]),
    values: { ...filter, pinned: null, q: filter.q === undefined ? null : containing(filter.q) },
  })
  return {
    find(id: RunId) {
      const row = sql.one('select * from runs where id = :id', { id })
      return row && runFrom(row)
    },
    agentOf: (id: RunId) => (sql.one('select agent_id from runs where id = :id', { id })?.['agent_id'] ?? undefined) as AgentId | undefined,
    byIds: (ids: readonly RunId[]) =>
      sql.all('select * from runs where id in (select value from json_each(:ids)) order by seq', { ids: list(ids) }).map(runFrom),
    list(filter: RunFilter, page: Page) {
      const { clause, values } = filtered(filter)
      const from = `${fromRuns(filter.status)} ${clause}`
      const total = counts.of(`select count(*) as n from ${from}`, values)
      const { backwards, ...asked } = fromNearerEnd(page, total)
      const items = sql
        .all(`select * from ${from} order by seq ${backwards ? '' : 'desc'} limit :limit offset :offset`, { ...values, ...asked })
        .map(runFrom)
      return { items: backwards ? items.toReversed() : items, total }
    },
    active: () => sql.all(`select * from ${activeRuns} order by seq`).map(activeFrom),
    findActive(id: RunId) {
      const row = sql.one(`select * from runs where id = :id and ${active}`, { id })
      return row && activeFrom(row)
    },
    findWaiting: (ids: readonly RunId[]) =>
      sql
        .all(
          `
      select ${waitingColumns}
      from json_each(:ids) as asked cross join runs on runs.id = asked.value left join jobs on jobs.id = runs.job_id
      where runs.status = 'queued'`,
          { ids: list(ids) },
        )
        .map(waitingFrom),
    activeFolders: () =>
      sql
        .all(
          `
      select distinct agent_id, ${occupied} as folder
      from ${activeRuns} and config ->> '$.directory' is not null`,
        )
        .map((row) => ({ agentId: row['agent_id'] as AgentId, folder: row['folder'] as string })),
    newestInSequence: (sequenceId: SequenceId) =>
      new Map(
        sql
          .all('select task_id, status from runs indexed by runs_of_sequence where sequence_id = :sequenceId order by seq', { sequenceId })
          .map((row) => [row['task_id'] as TaskId, row['status'] as RunStatus]),
      ),
    retryWaitingIn: (sequenceId: SequenceId, besides: RunId) =>
      sql.one(
        `
      select 1 from runs indexed by runs_in_sequence
      where sequence_id = :sequenceId and status = 'queued' and trigger = 'retry' and id <> :besides`,
        { sequenceId, besides },
      ) !== undefined,
    lastSession: (taskId: TaskId) =>
      (sql.one(
        'select session_id from runs indexed by runs_with_session where task_id = :taskId and session_id is not null order by seq desc limit 1',
        { taskId },
      )?.['session_id'] ?? null) as string | null,
    spent: ({ since, taskId, profileId }: { since: Instant; taskId?: TaskId | undefined; profileId?: ProfileId | undefined }) =>
      Number(
        sql.one(
          `
      select coalesce(sum(cost_usd), 0) as usd from runs indexed by runs_with_cost
      ${where(['cost_usd is not null', 'finished_at >= :since', taskId && 'task_id = :taskId', profileId && 'profile_id = :profileId'])}`,
          { since, taskId: taskId ?? null, profileId: profileId ?? null },
        )?.['usd'] ?? 0,
      ),
  }
}

/** Found in an index of what has not ended alone, however much has. */
const notEndedOf = (of: Of | 'all'): string => `
  select id from runs indexed by runs_not_ended
  ${where(["status in ('queued', 'starting', 'running', 'paused')", of !== 'all' && belongs(of)])}
  order by seq`

function createCounting(sql: Sql) {
  return {
    activeCount: () => sql.count(`select count(*) as n from ${activeRuns}`),
    activeByJob: () =>
      new Map(
        sql
          .all(`select job_id, count(*) as n from ${activeRuns} and job_id is not null group by job_id`)
          .map((row) => [row['job_id'] as JobId, Number(row['n'])]),
      ),
    activeOf: (of: Of | 'all') => sql.all(notEndedOf(of), of === 'all' ? {} : ownersOf(of)).map((row) => row['id'] as RunId),
    waitingBehind: (id: RunId, sequenceId: string) =>
      sql
        .all(
          `
      select id from runs
      where sequence_id = :sequenceId and status = 'queued' and seq > (select seq from runs where id = :id)
      order by seq`,
          { id, sequenceId },
        )
        .map((row) => row['id'] as RunId),
    lastAttempt: (taskId: TaskId, traceId: string) =>
      sql.count('select coalesce(max(attempt), 0) as n from runs where task_id = :taskId and trace_id = :traceId', { taskId, traceId }),
    countOf: (of: Of) => sql.count(`select count(*) as n from runs where ${belongs(of)}`, ownersOf(of)),
  }
}

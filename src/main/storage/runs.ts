import type { AgentId, JobId, ProfileId, RunId, SequenceId, TaskId, WorkerId } from '../../shared/model/ids.ts'
import type { Run, RunConfig, RunStatus } from '../../shared/model/run.ts'
import type { Instant } from '../../shared/model/time.ts'
import { isCodingAgent } from '../../shared/model/work.ts'
import type { Page } from '../ports/page.ts'
import type { ActiveRun, RunFilter, RunStore, StopReason, WaitingRun } from '../ports/runs.ts'
import type { Counts } from './counts.ts'
import { json } from './json.ts'
import { containing, list, ofUser, where, type Row, type Sql } from './statements.ts'
import type { WaitingTally } from './waiting-tally.ts'

const active = "status in ('starting', 'running', 'paused')"

export function createRunStore(sql: Sql, counts: Counts, tally: WaitingTally): RunStore {
  return { ...createReading(sql, counts), ...createCounting(sql, tally), ...createChanging(sql, tally), ...createHanding(sql) }
}

/** What waits for, or is with, agents on other machines. */
function createHanding(sql: Sql) {
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
    *waitingAnywhere() {
      const rows = sql.each(`
        select ${waitingColumns}
        from runs indexed by runs_waiting left join jobs on jobs.id = runs.job_id
        where runs.status = 'queued' and runs.goal_rank is null
        order by runs.priority desc, runs.seq`)
      for (const row of rows) yield waitingFrom(row)
    },
    hand: (id: RunId, at: Instant) => sql.run("update runs set handed_at = :at where id = :id and status = 'queued' and handed_at is null", { id, at }) === 1,
    isAnyHanded: () => sql.one("select 1 from runs indexed by runs_handed where status = 'queued' and handed_at is not null limit 1") !== undefined,
    takeBackHanded: () => sql.run("update runs indexed by runs_handed set handed_at = null where status = 'queued' and handed_at is not null"),
    handedBefore: (at: Instant) => sql.all("select id from runs indexed by runs_handed where status = 'queued' and handed_at is not null and handed_at < :at", { at }).map((row) => row['id'] as RunId),
    handAgain: (id: RunId, at: Instant) => void sql.run("update runs set handed_at = :at where id = :id and status = 'queued'", { id, at }),
    handedByJob: () => new Map(sql.all("select job_id, count(*) as n from runs indexed by runs_handed where status = 'queued' and handed_at is not null and job_id is not null group by job_id")
      .map((row) => [row['job_id'] as JobId, Number(row['n'])])),
    askedToStopAt: (agentId: AgentId) => sql.all(`select * from runs indexed by runs_active_at where ${active} and agent_id = :agentId and stop_reason is not null order by seq`, { agentId }).map(activeFrom),
    activeAt: (agentId: AgentId) => sql.all(`select * from runs indexed by runs_active_at where ${active} and agent_id = :agentId order by seq`, { agentId }).map(activeFrom),
    activeElsewhere: (agentId: AgentId) => sql.all(`select * from runs where ${active} and agent_id <> :agentId order by seq`, { agentId }).map(activeFrom),
    activeCountAt: (agentId: AgentId) => sql.count(`select count(*) as n from runs indexed by runs_active_at where ${active} and agent_id = :agentId`, { agentId }),
    newestOf: (taskId: TaskId) => sql.one('select id from runs where task_id = :taskId order by seq desc limit 1', { taskId })?.['id'] as RunId | undefined,
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
      filter.status && 'status = :status',
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
    byIds: (ids: readonly RunId[]) => sql.all('select * from runs where id in (select value from json_each(:ids)) order by seq', { ids: list(ids) }).map(runFrom),
    list(filter: RunFilter, page: Page) {
      const { clause, values } = filtered(filter)
      return {
        items: sql.all(`select * from runs ${clause} order by seq desc limit :limit offset :offset`, { ...values, ...page }).map(runFrom),
        total: counts.of(`select count(*) as n from runs ${clause}`, values),
      }
    },
    active: () => sql.all(`select * from runs where ${active} order by seq`).map(activeFrom),
    findActive(id: RunId) {
      const row = sql.one(`select * from runs where id = :id and ${active}`, { id })
      return row && activeFrom(row)
    },
    *waiting(lane: 'goals' | 'runs') {
      const rows = sql.each(`
        select ${waitingColumns}
        from runs indexed by ${lane === 'goals' ? 'runs_waiting_goals' : 'runs_ready'} left join jobs on jobs.id = runs.job_id
        where runs.status = 'queued' and ${lane === 'goals' ? 'runs.goal_rank is not null' : 'runs.goal_rank is null and runs.handed_at is null'}
        order by ${lane === 'goals' ? 'runs.goal_rank' : 'runs.priority desc'}, runs.seq`)
      for (const row of rows) yield waitingFrom(row)
    },
    findWaiting: (ids: readonly RunId[]) => sql.all(`
      select ${waitingColumns}
      from json_each(:ids) as asked cross join runs on runs.id = asked.value left join jobs on jobs.id = runs.job_id
      where runs.status = 'queued'`, { ids: list(ids) }).map(waitingFrom),
    activeFolders: () => sql.all(`
      select distinct agent_id, ${occupied} as folder
      from runs where ${active} and config ->> '$.directory' is not null`).map((row) => ({ agentId: row['agent_id'] as AgentId, folder: row['folder'] as string })),
    newestInSequence: (sequenceId: SequenceId) => new Map(sql.all('select task_id, status from runs indexed by runs_of_sequence where sequence_id = :sequenceId order by seq', { sequenceId })
      .map((row) => [row['task_id'] as TaskId, row['status'] as RunStatus])),
    retryWaitingIn: (sequenceId: SequenceId, besides: RunId) => sql.one(`
      select 1 from runs indexed by runs_in_sequence
      where sequence_id = :sequenceId and status = 'queued' and trigger = 'retry' and id <> :besides`, { sequenceId, besides }) !== undefined,
    lastSession: (taskId: TaskId) => (sql.one('select session_id from runs indexed by runs_with_session where task_id = :taskId and session_id is not null order by seq desc limit 1', { taskId })?.['session_id'] ?? null) as string | null,
    spent: ({ since, taskId, profileId }: { since: Instant; taskId?: TaskId | undefined; profileId?: ProfileId | undefined }) => Number(sql.one(`
      select coalesce(sum(cost_usd), 0) as usd from runs indexed by runs_with_cost
      ${where(['cost_usd is not null', 'finished_at >= :since', taskId && 'task_id = :taskId', profileId && 'profile_id = :profileId'])}`,
    { since, taskId: taskId ?? null, profileId: profileId ?? null })?.['usd'] ?? 0),
  }
}

const noCost = { usd: null, turns: null, inputTokens: null, outputTokens: null } as const

/** Runs of before it was written down worked in the folder itself. */
const occupied = "coalesce(runs.config ->> '$.occupies', runs.config ->> '$.workingDirectory')"

const waitingColumns = `
  runs.id, runs.task_id, runs.job_id, runs.sequence_id, runs.profile_id, runs.trigger, runs.not_before, runs.agent_type, runs.named_agent, runs.handed_at, jobs.worker_count, jobs.depth, jobs.on_failure,
  case when runs.sequence_id is not null then runs.config ->> '$.dependsOn' end as depends_on, runs.config ->> '$.workType' as work_type, runs.goal_rank, runs.owner, runs.task_name,
  case when runs.config ->> '$.directory' is not null then ${occupied} end as folder`

const waitingFrom = (row: Row): WaitingRun => ({
  id: row['id'], taskId: row['task_id'], jobId: row['job_id'], workerCount: row['worker_count'], depth: row['depth'], sequenceId: row['sequence_id'],
  profileId: row['profile_id'], trigger: row['trigger'], notBefore: row['not_before'], dependsOn: json(row['depends_on']) ?? [],
  stopsAtFailure: row['on_failure'] === 'stop', workType: row['work_type'], spendsMoney: isCodingAgent(row['work_type'] as string), folder: row['folder'], goalRank: row['goal_rank'], owner: row['owner'], taskName: row['task_name'],
  agentType: row['agent_type'], agentId: row['named_agent'], handed: row['handed_at'] !== null,
}) as WaitingRun

type Of = { readonly jobIds: readonly JobId[] } | { readonly taskId: TaskId }

const belongs = (of: Of): string => 'taskId' in of ? 'task_id = :taskId' : 'job_id in (select value from json_each(:jobIds))'
const ownersOf = (of: Of) => 'taskId' in of ? { taskId: of.taskId } : { jobIds: list(of.jobIds) }

function activeOf(of: Of | 'all'): string {
  const ofTask = of !== 'all' && 'taskId' in of
  return `
    select id from runs ${ofTask ? 'indexed by runs_of_task_not_ended' : ''}
    ${where(["status in ('queued', 'starting', 'running', 'paused')", of !== 'all' && belongs(of)])}
    order by seq`
}

/** A new run has nobody behind it. */
const behindOne = `
  select this.priority,
    (select count(*) from runs indexed by runs_waiting where status = 'queued' and priority = this.priority and seq > this.seq) as behind
  from (select priority, seq from runs where id = :id) as this`

const placesOfAll = `
  with waiting as (
    select id, row_number() over (order by priority desc, seq) as place
    from runs indexed by runs_waiting where status = 'queued')
  select id, place from waiting where id in (select value from json_each(:ids))`

function createCounting(sql: Sql, tally: WaitingTally) {
  return {
    waitingCount: () => tally.from(0),
    isAnyWaiting: () => tally.from(0) > 0,
    places(ids: readonly RunId[]): ReadonlyMap<RunId, number> {
      const [only] = ids
      if (only && ids.length === 1) {
        const row = sql.one(behindOne, { id: only })
        return new Map([[only, tally.from(Number(row?.['priority'])) - Number(row?.['behind'])]])
      }
      return new Map(sql.all(placesOfAll, { ids: list(ids) }).map((row) => [row['id'] as RunId, Number(row['place'])]))
    },
    activeCount: () => sql.count(`select count(*) as n from runs where ${active}`),
    activeByJob: () => new Map(sql.all(`select job_id, count(*) as n from runs where ${active} and job_id is not null group by job_id`)
      .map((row) => [row['job_id'] as JobId, Number(row['n'])])),
    activeOf: (of: Of | 'all') => sql.all(activeOf(of), of === 'all' ? {} : ownersOf(of)).map((row) => row['id'] as RunId),
    waitingBehind: (id: RunId, sequenceId: string) => sql.all(`
      select id from runs
      where sequence_id = :sequenceId and status = 'queued' and seq > (select seq from runs where id = :id)
      order by seq`, { id, sequenceId }).map((row) => row['id'] as RunId),
    lastAttempt: (taskId: TaskId, traceId: string) => sql.count('select coalesce(max(attempt), 0) as n from runs where task_id = :taskId and trace_id = :traceId', { taskId, traceId }),
    countOf: (of: Of) => sql.count(`select count(*) as n from runs where ${belongs(of)}`, ownersOf(of)),
  }
}

function createChanging(sql: Sql, tally: WaitingTally): Pick<RunStore, 'insert' | 'claim' | 'begin' | 'pause' | 'resume' | 'end' | 'askToStop' | 'setSession' | 'setLogSize' | 'setPinned' | 'removeEnded' | 'removeSome'> {
  return {
    insert({ task, config, ...run }) {
      sql.run(`
      insert into runs (id, task_id, job_id, sequence_id, task_name, config, priority, profile_id, agent_type, named_agent, not_before, status, attempt, trigger, trace_id, request_id, queued_at, owner, goal_rank)
      values (:id, :taskId, :jobId, :sequenceId, :taskName, :config, :priority, :profileId, :agentType, :namedAgent, :notBefore, 'queued', :attempt, :trigger, :traceId, :requestId, :queuedAt, :owner, :goalRank)`,
      { ...run, owner: task.owner, taskId: task.id, jobId: task.jobId, taskName: task.name, config: JSON.stringify(config), priority: config.priority, profileId: config.profileId, agentType: config.agentType, namedAgent: config.agentId })
      tally.change(config.priority, 1)
    },
    claim(id, workerId, agentId) {
      const row = sql.one(`
        update runs
        set status = 'starting', worker_id = :workerId, agent_id = :agentId
        where id = :id and status = 'queued'
        returning priority, task_id, job_id`, { id, workerId, agentId })
      if (row) tally.change(Number(row['priority']), -1)
      return row && subjectFrom(row)
    },
    begin(id, at) {
      const row = sql.one(`
        update runs
        set status = 'running', started_at = :at
        where id = :id and status = 'starting'
        returning worker_id, task_id, job_id`, { id, at })
      return row && { ...subjectFrom(row), workerId: row['worker_id'] as WorkerId }
    },
    pause: (id) => sql.run("update runs set status = 'paused' where id = :id and status = 'running'", { id }) === 1,
    resume: (id) => sql.run("update runs set status = 'running' where id = :id and status = 'paused'", { id }) === 1,
    end(id, from, { log, cost, ...ending }) {
      if (from.includes('queued')) tally.forget()
      return sql.run(`
      update runs
      set status = :status, reason = :reason, exit_code = :exitCode, signal = :signal, error_message = :errorMessage,
        started_at = coalesce(:startedAt, started_at), finished_at = :finishedAt, log_bytes = coalesce(:bytes, log_bytes), log_lines = coalesce(:lines, log_lines),
        session_id = coalesce(:sessionId, session_id), cost_usd = :usd, turns = :turns, input_tokens = :inputTokens, output_tokens = :outputTokens,
        duration_ms = cast(round((julianday(:finishedAt) - julianday(coalesce(:startedAt, started_at, :finishedAt))) * 86400000) as integer)
      where id = :id and status in (select value from json_each(:from))`,
    { id, from: list(from), ...ending, sessionId: ending.sessionId ?? null, ...cost ?? noCost, bytes: log?.bytes ?? null, lines: log?.lines ?? null }) === 1
    },
    askToStop: (id, wish) => sql.run(`
      update runs
      set stop_reason = coalesce(stop_reason, :reason), stop_actor = coalesce(stop_actor, :actor),
        stop_request_id = coalesce(stop_request_id, :requestId), stop_message = coalesce(stop_message, :message)
      where id = :id and ${active}`, { id, ...wish }) === 1,
    setSession: (id, sessionId) => void sql.run('update runs set session_id = :sessionId where id = :id', { id, sessionId }),
    setLogSize: (id, size) => void sql.run(`update runs set log_bytes = :bytes, log_lines = :lines where id = :id and ${active}`, { id, ...size }),
    setPinned: (id, pinned) => void sql.run('update runs set pinned = :pinned where id = :id', { id, pinned: pinned ? 1 : 0 }),
    removeEnded(asked) {
      const ids = sql.all('select id from runs where id in (select value from json_each(:ids)) and finished_at is not null and pinned = 0', { ids: list(asked) }).map((row) => row['id'] as RunId)
      removeWith(sql, ids)
      return ids
    },
    removeSome(of, limit) {
      const owner = 'runId' in of ? { clause: 'id = :runId', values: { runId: of.runId } } : { clause: belongs(of), values: ownersOf(of) }
      const ids = sql.all(`select id from runs where ${owner.clause} and status in ('succeeded', 'failed', 'cancelled') limit :limit`, { ...owner.values, limit })
        .map((row) => row['id'] as RunId)
      removeWith(sql, ids)
      return ids
    },
  }
}

/** Runs with their workers, and the audit rows of both. Their log files are loose from then on. */
function removeWith(sql: Sql, ids: readonly RunId[]): void {
  const these = { ids: list(ids) }
  sql.run('insert or ignore into loose_logs (run_id) select value from json_each(:ids)', these)
  sql.run('delete from transitions where entity_id in (select id from workers where run_id in (select value from json_each(:ids)))', these)
  sql.run('delete from transitions where entity_id in (select value from json_each(:ids))', these)
  sql.run('delete from runs where id in (select value from json_each(:ids))', these)
}

const subjectFrom = (row: Row) => ({ taskId: row['task_id'] as TaskId, jobId: row['job_id'] as JobId | null })

// The database holds only what was parsed on its way in: a row is put together, not parsed again.
function runFrom(row: Row): Run {
  const config = json(row['config']) as RunConfig
  return {
    id: row['id'], taskId: row['task_id'], jobId: row['job_id'], sequenceId: row['sequence_id'], taskName: row['task_name'],
    config, status: row['status'], reason: row['reason'], stage: config.goal?.stage ?? null, iteration: config.goal?.iteration ?? 1, attempt: row['attempt'], trigger: row['trigger'],
    traceId: row['trace_id'], requestId: row['request_id'], workerId: row['worker_id'], agentId: row['agent_id'],
    exitCode: row['exit_code'], signal: row['signal'], errorMessage: row['error_message'],
    sessionId: row['session_id'], cost: costFrom(row), pinned: row['pinned'] === 1, notBefore: row['not_before'],
    log: { bytes: row['log_bytes'], lines: row['log_lines'] }, position: 0, waitsFor: null,
    queuedAt: row['queued_at'], startedAt: row['started_at'], finishedAt: row['finished_at'], durationMs: row['duration_ms'],
  } as Run
}

function costFrom(row: Row): Run['cost'] {
  const cost = { usd: row['cost_usd'], turns: row['turns'], inputTokens: row['input_tokens'], outputTokens: row['output_tokens'] }
  return Object.values(cost).every((part) => part === null) ? null : cost as Run['cost']
}

const activeFrom = (row: Row): ActiveRun => ({
  id: row['id'] as RunId,
  status: row['status'] as ActiveRun['status'],
  attempt: row['attempt'] as number,
  taskId: row['task_id'] as TaskId,
  jobId: row['job_id'] as JobId | null,
  taskName: row['task_name'] as string,
  config: json(row['config']) as RunConfig,
  workerId: row['worker_id'] as WorkerId,
  stopReason: row['stop_reason'] as StopReason | null,
  agentId: row['agent_id'] as AgentId,
  stop: row['stop_actor'] === null ? null : { actor: row['stop_actor'], requestId: row['stop_request_id'], message: row['stop_message'] } as ActiveRun['stop'],
})

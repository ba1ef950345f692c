import type { JobId } from '../../shared/model/ids.ts'
import type { GoalRow, GoalStore, GoalToStep, LeaseStore } from '../ports/goals.ts'
import { json } from './json.ts'
import type { Row, Sql } from './statements.ts'

export const createGoalStore = (sql: Sql): GoalStore => ({
  ...createRows(sql),
  ...createQueue(sql),
  ...createSteps(sql),
  ...createAverages(sql),
})

function createRows(sql: Sql) {
  return {
    insert: ({ stages, charged, ...goal }) =>
      void sql.run(
        `
      insert into goals (job_id, owner, boost, charged_on, charged, due_at, batch, hard_cap, stages)
      values (:jobId, :owner, :boost, :chargedOn, :charged, :dueAt, :batch, :hardCap, :stages)`,
        { ...goal, charged: Number(charged), stages: JSON.stringify(stages) },
      ),
    find(jobId) {
      const row = sql.one('select * from goals where job_id = :jobId', { jobId })
      return row && goalFrom(row)
    },
    update: (goal) =>
      void sql.run(
        `
      update goals
      set charged_on = :chargedOn, due_at = :dueAt, confirmed = :confirmed, feedback = :feedback, stepped_run = :steppedRun, awaiting_since = :awaitingSince
      where job_id = :jobId`,
        goal,
      ),
    jobsOn: (owner, day) => sql.count('select count(*) as n from goals where owner = :owner and charged_on = :day', { owner, day }),
    admittedOn: (owner, day) =>
      sql.count('select count(*) as n from goals where owner = :owner and charged_on = :day and charged = 1', { owner, day }),
    promoted: (jobId, day) =>
      void sql.run('update goals set charged_on = :day, charged = 1, due_at = null where job_id = :jobId', { jobId, day }),
    iterationsOn(owner, day) {
      const row = sql.one(
        `
        select coalesce(sum(jobs.iterations), 0) as used, coalesce(sum(goals.hard_cap), 0) as cap
        from goals join jobs on jobs.id = goals.job_id
        where goals.owner = :owner and charged_on = :day`,
        { owner, day },
      )
      return { used: Number(row?.['used'] ?? 0), cap: Number(row?.['cap'] ?? 0) }
    },
  } satisfies Partial<GoalStore>
}

function createQueue(sql: Sql) {
  return {
    waitingCount: () => sql.count("select count(*) as n from jobs indexed by jobs_with_goal where goal is not null and status = 'queued'"),
    goingOn: () => sql.count("select count(*) as n from jobs indexed by jobs_with_goal where goal is not null and status = 'in_progress'"),
    position: (jobId) =>
      sql.count(
        `
      select 1 + count(*) as n from runs indexed by runs_waiting_goals
      where status = 'queued' and goal_rank is not null and goal_rank < (select rank from goals where job_id = :jobId)`,
        { jobId },
      ),
    nearest() {
      const row = sql.one(
        'select (select min(due_at) from goals where due_at is not null) as due, (select min(awaiting_since) from goals where awaiting_since is not null) as awaiting',
      )
      return { due: row?.['due'] ?? null, awaiting: row?.['awaiting'] ?? null } as ReturnType<GoalStore['nearest']>
    },
    dueBy: (now) => ids(sql.all('select job_id from goals where due_at is not null and due_at <= :now order by seq', { now })),
    awaitingSince: (before) =>
      ids(sql.all('select job_id from goals where awaiting_since is not null and awaiting_since <= :before', { before })),
  } satisfies Partial<GoalStore>
}

function createSteps(sql: Sql) {
  return {
    toStep: () =>
      sql
        .all(
          `
      select jobs.id as job_id, jobs.status, jobs.stage, runs.id as run_id, runs.status as run_status, runs.task_id
      from jobs indexed by jobs_with_goal cross join goals on goals.job_id = jobs.id
        cross join runs on runs.seq = (select max(seq) from runs where job_id = jobs.id and goal_rank is not null)
      where jobs.goal is not null and jobs.status in ('queued', 'in_progress')
        and runs.id is not goals.stepped_run
        and (runs.status in ('succeeded', 'failed', 'cancelled') or (runs.status = 'running' and jobs.stage is not runs.config ->> '$.goal.stage'))`,
        )
        .map(
          (row) =>
            ({
              jobId: row['job_id'],
              status: row['status'],
              stage: row['stage'],
              runId: row['run_id'],
              runStatus: row['run_status'],
              taskId: row['task_id'],
            }) as GoalToStep,
        ),
    activeSeconds: (jobId) => sql.count('select coalesce(sum(duration_ms), 0) / 1000.0 as n from runs where job_id = :jobId', { jobId }),
  } satisfies Partial<GoalStore>
}

/** Who has no tier has an average too. */
const untiered = 'none'

function createAverages(sql: Sql) {
  return {
    average(tier) {
      const row = sql.one('select seconds from durations where tier = :tier', { tier: tier ?? untiered })
      return row && Number(row['seconds'])
    },
    setAverage: (tier, seconds) =>
      void sql.run('insert into durations (tier, seconds) values (:tier, :seconds) on conflict do update set seconds = :seconds', {
        tier: tier ?? untiered,
        seconds,
      }),
  } satisfies Partial<GoalStore>
}

const ids = (rows: readonly Row[]): JobId[] => rows.map((row) => row['job_id'] as JobId)

const goalFrom = (row: Row): GoalRow =>
  ({
    seq: row['seq'],
    rank: row['rank'],
    jobId: row['job_id'],
    owner: row['owner'],
    boost: row['boost'],
    chargedOn: row['charged_on'],
    dueAt: row['due_at'],
    batch: row['batch'],
    hardCap: row['hard_cap'],
    confirmed: row['confirmed'],
    stages: json(row['stages']),
    feedback: row['feedback'],
    steppedRun: row['stepped_run'],
    awaitingSince: row['awaiting_since'],
  }) as GoalRow

/** A holder that goes on keeps its slot, also when the computer slept through every heartbeat. */
const lives = "(expires_at > :now or exists (select 1 from jobs where jobs.id = leases.job_id and jobs.status = 'in_progress'))"

export const createLeaseStore = (sql: Sql): LeaseStore => ({
  held: (now) =>
    sql
      .all(`select kind, key, count(*) as n from leases where ${lives} group by kind, key`, { now })
      .map((row) => ({ kind: row['kind'], key: row['key'], count: Number(row['n']) }) as ReturnType<LeaseStore['held']>[number]),
  has: (jobId, now) => sql.one(`select 1 from leases where job_id = :jobId and kind = 'user' and ${lives}`, { jobId, now }) !== undefined,
  take: (jobId, kind, key, expiresAt) =>
    void sql.run(
      `
    insert into leases (job_id, kind, key, expires_at) values (:jobId, :kind, :key, :expiresAt)
    on conflict do update set key = :key, expires_at = :expiresAt`,
      { jobId, kind, key, expiresAt },
    ),
  free: (jobId) => void sql.run('delete from leases where job_id = :jobId', { jobId }),
  beat(expiresAt) {
    sql.run("delete from leases where job_id not in (select id from jobs where status = 'in_progress')")
    sql.run('update leases set expires_at = :expiresAt', { expiresAt })
  },
})

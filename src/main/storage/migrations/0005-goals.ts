/**
 * Goal jobs: what they work towards, their place in the queue, and the slots that they hold while they go on. Every change
 * of a job's state or stage is kept in its event as it was, for readers that must not miss one.
 */
export const goals = `
alter table jobs add column goal text;
alter table jobs add column stage text;
alter table jobs add column project_id text;
alter table jobs add column tier text;
alter table jobs add column iterations integer not null default 0;
alter table jobs add column iteration_limit integer;
alter table jobs add column result text;
alter table jobs add column error text;
create index jobs_with_goal on jobs (status, id) where goal is not null;
create index jobs_of_project on jobs (project_id, created_at, id) where project_id is not null;

-- seq is given once, at submission; rank orders the queue: boosts jump places, and ties go to the greater boost.
create table goals (
  seq integer primary key autoincrement,
  job_id text not null unique references jobs (id) on delete cascade,
  owner text not null,
  boost integer not null,
  rank integer not null generated always as (seq * 1000 - boost * 1001) virtual,
  charged_on text not null,
  charged integer not null check (charged in (0, 1)),
  due_at text,
  batch integer not null,
  hard_cap integer not null,
  confirmed integer not null default 0,
  stages text not null,
  feedback text not null default '',
  stepped_run text,
  awaiting_since text
) strict;
create index goals_charged on goals (owner, charged_on);
create index goals_due on goals (due_at) where due_at is not null;
create index goals_awaiting on goals (awaiting_since) where awaiting_since is not null;

-- goal_rank is that of the run's goal job: such runs wait in a lane of their own.
alter table runs add column goal_rank integer;
create index runs_waiting_goals on runs (goal_rank, seq) where status = 'queued' and goal_rank is not null;

create table leases (
  job_id text not null references jobs (id) on delete cascade,
  kind text not null check (kind in ('user', 'project')),
  key text not null,
  expires_at text not null,
  primary key (job_id, kind)
) strict, without rowid;
create index leases_of on leases (kind, key, expires_at);

-- The usual active time of successful goal jobs, by tier.
create table durations (
  tier text primary key,
  seconds real not null
) strict, without rowid;

alter table events add column status text;
alter table events add column stage text;
alter table events add column message text;
create index events_of_job on events (job_id, seq) where status is not null;
`

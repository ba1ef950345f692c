/** Profiles, schedules and their ticks; what tasks and runs need for coding agents, retries, checks and money. */
export const flow = `
create table profiles (
  id text primary key,
  name text not null,
  description text not null,
  env_vars text not null,
  on_unresolved text not null check (on_unresolved in ('fail', 'omit')),
  spend_limit text,
  parked_until text,
  parked_reason text,
  owner text not null,
  created_at text not null,
  updated_at text not null
) strict;
create index profiles_by_name on profiles (name collate nocase, id);

alter table jobs add column profile_id text references profiles (id) on delete set null;

alter table tasks add column profile_id text references profiles (id) on delete set null;
alter table tasks add column depends_on text not null default '[]';
alter table tasks add column retry text;
alter table tasks add column success_checks text not null default '[]';
alter table tasks add column commit_on_success integer not null default 0 check (commit_on_success in (0, 1));
alter table tasks add column notifications text not null default '{"onStart":false,"onEnd":false,"onFailure":true}';
alter table tasks add column spend_limit text;
create index tasks_of_profile on tasks (profile_id) where profile_id is not null;
create index jobs_of_profile on jobs (profile_id) where profile_id is not null;

-- profile_id is the one that the run uses; the runs of a parked profile wait.
alter table runs add column profile_id text;
alter table runs add column session_id text;
alter table runs add column cost_usd real;
alter table runs add column turns integer;
alter table runs add column input_tokens integer;
alter table runs add column output_tokens integer;
alter table runs add column pinned integer not null default 0 check (pinned in (0, 1));
alter table runs add column not_before text;
update runs set config = json_set(config, '$.profileId', null, '$.directory', null, '$.dependsOn', json('[]'), '$.retry', null,
  '$.successChecks', json('[]'), '$.commitOnSuccess', json('false'), '$.spendLimit', null, '$.feedback', null);
create index runs_with_session on runs (task_id, seq) where session_id is not null;
create index runs_of_sequence on runs (sequence_id, seq) where sequence_id is not null;
create index runs_with_cost on runs (finished_at, cost_usd, task_id, profile_id) where cost_usd is not null;

-- When each task fires next; null where that is no matter of time.
create table schedules (
  task_id text primary key references tasks (id) on delete cascade,
  next_at text,
  last_at text
) strict, without rowid;
create index schedules_due on schedules (next_at) where next_at is not null;

create table ticks (
  id text primary key,
  task_id text not null references tasks (id) on delete cascade,
  due_at text not null,
  outcome text not null check (outcome in ('started', 'skipped', 'missed')),
  run_id text references runs (id) on delete set null,
  reason text
) strict;
create index ticks_by_time on ticks (due_at, id);
create index ticks_of_task on ticks (task_id, due_at, id);
create index ticks_of_run on ticks (run_id) where run_id is not null;
`

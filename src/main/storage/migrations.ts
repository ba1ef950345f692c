/**
 * A migration is a letter to whoever holds last year's file: numbered by its place, never edited, only followed.
 */
export const migrations: readonly string[] = [
  /* 1: jobs, tasks, runs, workers, the audit trail and the journal. */ `
  create table jobs (
    id text primary key,
    name text not null,
    description text not null,
    status text not null check (status in ('submitted', 'pending', 'scheduled', 'queued', 'in_progress', 'paused',
      'awaiting_confirmation', 'completed', 'failed', 'cancelled')),
    status_message text not null,
    parent_job_id text references jobs (id) on delete set null,
    depth integer not null check (depth between 0 and 5),
    worker_count integer not null check (worker_count >= 1),
    on_failure text not null,
    working_directory text,
    labels text not null,
    owner text not null,
    workspace_id text not null,
    created_at text not null,
    updated_at text not null,
    started_at text,
    finished_at text
  ) strict;
  create index jobs_by_age on jobs (created_at, id);
  create index jobs_by_status on jobs (status, created_at, id);
  create index jobs_by_parent on jobs (parent_job_id, created_at, id);

  -- place orders the tasks of one job; the job's task order is read from it.
  create table tasks (
    id text primary key,
    job_id text references jobs (id) on delete cascade,
    place integer not null,
    name text not null,
    description text not null,
    enabled integer not null check (enabled in (0, 1)),
    work_type text not null,
    parameters text not null,
    working_directory text,
    schedule text not null,
    priority integer not null check (priority between 1 and 5),
    timeout_ms integer,
    idle_timeout_ms integer,
    owner text not null,
    created_at text not null,
    updated_at text not null
  ) strict;
  create index tasks_of_job on tasks (job_id, place, id);
  create index tasks_by_age on tasks (created_at, id);
  create index tasks_by_name on tasks (name collate nocase, id);
  create index tasks_by_change on tasks (updated_at, id);
  create index tasks_of_job_by_age on tasks (job_id, created_at, id);

  -- seq is the order of submission: given once, and the order of admission within a priority.
  create table runs (
    seq integer primary key autoincrement,
    id text not null unique,
    task_id text not null references tasks (id) on delete cascade,
    job_id text references jobs (id) on delete cascade,
    sequence_id text,
    task_name text not null,
    config text not null,
    priority integer not null,
    status text not null check (status in ('queued', 'starting', 'running', 'paused', 'succeeded', 'failed', 'cancelled')),
    reason text,
    attempt integer not null check (attempt >= 1),
    trigger text not null,
    trace_id text not null,
    request_id text not null,
    worker_id text,
    agent_id text,
    stop_reason text,
    exit_code integer,
    signal text,
    error_message text,
    log_bytes integer not null default 0,
    log_lines integer not null default 0,
    queued_at text not null,
    started_at text,
    finished_at text,
    duration_ms integer
  ) strict;
  create index runs_of_task on runs (task_id, seq);
  create index runs_of_job on runs (job_id, seq);
  create index runs_by_status on runs (status, seq);
  create index runs_waiting on runs (priority desc, seq) where status = 'queued';
  create index runs_active on runs (seq, job_id) where status in ('starting', 'running', 'paused');
  create index runs_in_sequence on runs (sequence_id, seq) where status = 'queued';
  create index runs_succeeded on runs (task_id, seq, duration_ms) where status = 'succeeded';

  create table workers (
    id text primary key,
    agent_id text not null,
    run_id text not null references runs (id) on delete cascade,
    status text not null check (status in ('idle', 'running', 'paused', 'completed', 'failed', 'terminated')),
    pid integer,
    created_at text not null,
    updated_at text not null
  ) strict;
  create index workers_of_run on workers (run_id);
  create index workers_by_age on workers (created_at, id);

  create table transitions (
    seq integer primary key autoincrement,
    entity text not null,
    entity_id text not null,
    "from" text,
    "to" text not null,
    reason text not null,
    actor text not null,
    request_id text not null,
    time text not null
  ) strict;
  create index transitions_of on transitions (entity_id, seq);

  create table events (
    seq integer primary key autoincrement,
    time text not null,
    type text not null,
    job_id text,
    task_id text,
    run_id text
  ) strict;

  create table settings (
    name text primary key,
    value text not null
  ) strict;

  -- answer is null while the call goes on.
  create table idempotency (
    actor text not null,
    key text not null,
    fingerprint text not null,
    answer text,
    created_at text not null,
    primary key (actor, key)
  ) strict, without rowid;
  create index idempotency_by_age on idempotency (created_at);
  `,
  /* 2: profiles, schedules and their ticks; what tasks and runs need for coding agents, retries, checks and money. */ `
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
  `,
]

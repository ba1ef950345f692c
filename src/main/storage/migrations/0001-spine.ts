/** Jobs, tasks, runs, workers, the audit trail and the journal. */
export const spine = `
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
`

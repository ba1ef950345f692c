/** Agents on other machines, and the work that waits in a broker's queues for one of them. */
export const bus = `
alter table tasks add column agent_type text;
alter table runs add column agent_type text;
-- When a waiting run was put into the broker's queue: from then on an agent takes it, not this machine's own.
alter table runs add column handed_at text;
update runs set config = json_set(config, '$.agentType', null);
create index runs_ready on runs (priority desc, seq) where status = 'queued' and goal_rank is null and handed_at is null;
create index runs_for_agents on runs (priority desc, seq) where status = 'queued' and handed_at is null and agent_type is not null and goal_rank is null;
create index runs_handed on runs (job_id) where status = 'queued' and handed_at is not null;
create index runs_by_trace on runs (trace_id, seq);
create index runs_active_at on runs (agent_id, seq) where status in ('starting', 'running', 'paused');

-- What was decided to be sent is sent, whatever happens in between.
create table outbox (
  seq integer primary key autoincrement,
  run_id text not null unique references runs (id) on delete cascade
) strict;

create table agents (
  id text primary key,
  agent_type text not null,
  status text not null check (status in ('online', 'busy', 'offline')),
  drained integer not null default 0 check (drained in (0, 1)),
  capacity integer not null,
  capabilities text not null,
  resources text not null,
  current_task_id text,
  last_heartbeat_at text not null,
  created_at text not null
) strict;
`

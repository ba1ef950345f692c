/**
 * What processes use, who wanted a run to end and why, and workers granted to jobs. The load of a worker is its last one:
 * its short history is kept in memory.
 */
export const supervision = `
alter table workers add column workspace_id text not null default 'default';
alter table workers add column cpu_percent real;
alter table workers add column memory_mb real;
update workers set workspace_id = coalesce(
  (select jobs.workspace_id from runs join jobs on jobs.id = runs.job_id where runs.id = workers.run_id), 'default');

alter table runs add column stop_message text;
alter table runs add column stop_actor text;
alter table runs add column stop_request_id text;

create table allocations (
  job_id text not null references jobs (id) on delete cascade,
  depth integer not null check (depth between 0 and 5),
  workers integer not null check (workers > 0),
  created_at text not null,
  updated_at text not null,
  primary key (job_id, depth)
) strict, without rowid;
create index allocations_by_depth on allocations (depth, workers);
`

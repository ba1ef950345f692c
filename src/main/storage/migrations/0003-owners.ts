/**
 * Runs, workers and events say whose they are, so that a user’s lists are read from an index. Everything written so far
 * is the machine’s owner’s; the indexes hold users’ rows only, and cost local work nothing. An event without an owner
 * is about the machine, and anybody may know of it.
 */
export const owners = `
alter table runs add column owner text not null default 'local';
alter table workers add column owner text not null default 'local';
alter table events add column owner text default 'local';
create index jobs_of_user on jobs (owner, created_at, id) where owner <> 'local';
create index tasks_of_user on tasks (owner, created_at, id) where owner <> 'local';
create index runs_of_user on runs (owner, seq) where owner <> 'local';
create index workers_of_user on workers (owner, created_at, id) where owner <> 'local';
create index profiles_of_user on profiles (owner, name collate nocase, id) where owner <> 'local';
create index events_of_user on events (owner, seq) where owner <> 'local';
create index events_of_machine on events (seq) where owner is null;
`

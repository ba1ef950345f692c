/** What people were told; the journal so far was never told, and is not told afterwards. */
export const inbox = `
create table notices (
  seq integer primary key autoincrement,
  id text not null unique,
  about text not null unique,
  kind text not null,
  title text not null,
  body text not null,
  job_id text,
  task_id text,
  run_id text,
  owner text not null,
  created_at text not null,
  read_at text
) strict;
create index notices_unread on notices (seq) where read_at is null;
create index notices_of_user on notices (owner, seq) where owner <> 'local';

create table notices_told (seq integer not null) strict;
insert into notices_told select coalesce(max(seq), 0) from events;
`

/** How often tasks failed in a row, and since when that keeps them from starting by themselves. */
export const breakers = `
alter table tasks add column stop_after_failures integer;

create table breakers (
  task_id text primary key references tasks (id) on delete cascade,
  failures integer not null check (failures > 0),
  opened_at text
) strict, without rowid;
`

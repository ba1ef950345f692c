/**
 * A run passes through its states once, and only where it waits or has ended are there many beside it: it is written into an
 * index of its state then, and not at every step in between. What is with an agent is little, and read by agent.
 */
export const runsByState = `
drop index runs_by_status;
create index runs_queued on runs (seq) where status = 'queued';
create index runs_ended on runs (status, seq) where finished_at is not null;
`

/**
 * Whether a task still runs is asked at every fire of its schedule, and was looked for among all runs that it ever had. Nothing
 * was read from runs_active; and a run that belongs to no sequence needs no entry among those that do.
 */
export const unendedRuns = `
drop index runs_active;
create index runs_of_task_not_ended on runs (task_id, seq) where status in ('queued', 'starting', 'running', 'paused');
drop index runs_in_sequence;
create index runs_in_sequence on runs (sequence_id, seq) where status = 'queued' and sequence_id is not null;
`

/** What of a job has not ended is found without its history: deleting or cancelling a job of 100,000 runs read all of them for it. */
export const unendedRunsByJob = `
drop index runs_of_task_not_ended;
create index runs_not_ended on runs (task_id, seq, job_id) where status in ('queued', 'starting', 'running', 'paused');
`

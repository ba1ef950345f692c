/**
 * Each lane of the queue is read from an index that holds its runs alone, page by page, and each user's waiting runs from one
 * of theirs. What waits in all is the sum of the lanes: the index over all of them is gone from every start.
 */
export const queueLanes = `
drop index runs_waiting;
drop index runs_handed;
create index runs_handed on runs (priority desc, seq, goal_rank, job_id) where status = 'queued' and handed_at is not null;
create index runs_waiting_of_user on runs (owner, goal_rank, priority desc, seq) where status = 'queued' and owner <> 'local';
`

/** What ended runs are let go of by, without reading the runs themselves: their ends, and what their logs take. */
export const keeping = `
create index runs_by_end on runs (finished_at, seq, log_bytes) where finished_at is not null and pinned = 0;
create index runs_pinned on runs (seq) where pinned = 1;
`

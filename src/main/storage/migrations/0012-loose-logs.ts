/**
 * Whose log files no run names: of runs that were deleted, until their files are, too; of an import, until its runs are
 * there. A crash in between leaves a row here instead of a file that nobody finds again.
 */
export const looseLogs = `
create table loose_logs (run_id text primary key) strict, without rowid;
`

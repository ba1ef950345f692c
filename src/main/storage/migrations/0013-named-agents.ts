/** A task may name the one agent that does it. */
export const namedAgents = `
alter table tasks add column agent_id text;
alter table runs add column named_agent text;
update runs set config = json_set(config, '$.agentId', null);
create index runs_for_named on runs (priority desc, seq) where status = 'queued' and named_agent is not null;
`

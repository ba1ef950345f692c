/**
 * Users and the tokens that were given out to them: a token whose number is not here is no good, whoever signed it. The
 * audit trail is read by user too; what the machine's owner and the engine do is not in that index.
 */
export const users = `
create table users (
  id text primary key,
  password_hash text not null,
  scopes text not null,
  tier text,
  workspace_id text not null,
  created_at text not null,
  updated_at text not null
) strict, without rowid;
create unique index users_by_name on users (id collate nocase);

create table access_tokens (
  jti text primary key,
  user_id text not null references users (id) on delete cascade,
  expires_at text not null
) strict, without rowid;
create index access_tokens_of_user on access_tokens (user_id);
create index access_tokens_by_end on access_tokens (expires_at);

create index transitions_of_user on transitions (actor, seq) where actor <> 'local' and actor <> 'engine';
`

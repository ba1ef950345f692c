/** Times of day in which one task does not start by itself, beside those of the settings. */
export const blackouts = `
alter table tasks add column blackouts text not null default '[]';
`

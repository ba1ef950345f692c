/**
 * Jobs stand beside each other by age, until somebody puts one elsewhere: its place is then a number between those of its
 * neighbours, where the age in milliseconds is the place of whoever was never moved.
 */
export const jobPlaces = `
alter table jobs add column place real;
`

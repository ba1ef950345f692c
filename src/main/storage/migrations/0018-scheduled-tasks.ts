/** Every start asks which tasks start by themselves, and read all tasks for it. */
export const scheduledTasks = `
create index tasks_by_schedule on tasks (json_extract(schedule, '$.type'))
  where json_extract(schedule, '$.type') not in ('manual', 'sequential');
`

import type { BreakerStore } from '../ports/tasks.ts'
import type { Sql } from './statements.ts'

export function createBreakerStore(sql: Sql): BreakerStore {
  return {
    fail: (taskId) =>
      Number(
        sql.one(
          `
      insert into breakers (task_id, failures) values (:taskId, 1)
      on conflict do update set failures = failures + 1
      returning failures`,
          { taskId },
        )?.['failures'],
      ),
    open: (taskId, at) => sql.run('update breakers set opened_at = :at where task_id = :taskId and opened_at is null', { taskId, at }) > 0,
    isOpen: (taskId) => sql.one('select 1 from breakers where task_id = :taskId and opened_at is not null', { taskId }) !== undefined,
    close: (taskId) =>
      typeof sql.one('delete from breakers where task_id = :taskId returning opened_at', { taskId })?.['opened_at'] === 'string',
  }
}

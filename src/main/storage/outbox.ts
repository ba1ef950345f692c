import type { RunId } from '../../shared/model/ids.ts'
import type { Outbox } from '../ports/agents.ts'
import { list, type Sql } from './statements.ts'

export function createOutbox(sql: Sql): Outbox {
  return {
    add: (runId) => void sql.run('insert into outbox (run_id) values (:runId) on conflict (run_id) do nothing', { runId }),
    next: (limit) => sql.all('select run_id from outbox order by seq limit :limit', { limit }).map((row) => row['run_id'] as RunId),
    remove: (runIds) => void sql.run('delete from outbox where run_id in (select value from json_each(:ids))', { ids: list(runIds) }),
    clear: () => void sql.run('delete from outbox'),
  }
}

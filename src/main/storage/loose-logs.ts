import type { RunId } from '../../shared/model/ids.ts'
import type { LooseLogs } from '../ports/loose-logs.ts'
import { list, type Sql } from './statements.ts'

export const createLooseLogs = (sql: Sql): LooseLogs => ({
  add: (runIds) => void sql.run('insert or ignore into loose_logs (run_id) select value from json_each(:runIds)', { runIds: list(runIds) }),
  forget: (runIds) =>
    void sql.run('delete from loose_logs where run_id in (select value from json_each(:runIds))', { runIds: list(runIds) }),
  all: () => sql.all('select run_id from loose_logs', {}).map((row) => row['run_id'] as RunId),
})

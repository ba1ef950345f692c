import { settingNames, settingSchemas } from '../../shared/model/settings.ts'
import type { Clock } from '../ports/clock.ts'
import type { Store } from '../ports/store.ts'
import { createTokenStore, createUserStore } from './access.ts'
import { createAgentStore, createOutbox } from './agents.ts'
import { createAllocationStore } from './allocations.ts'
import { createCounts } from './counts.ts'
import { createGoalStore, createLeaseStore } from './goals.ts'
import { isStorageFailure, type Connection } from './database.ts'
import { createAuditTrail, createIdempotencyStore, createJournal } from './journal.ts'
import { createJobStore } from './jobs.ts'
import { createProfileStore } from './profiles.ts'
import { createRetentionStore } from './retention.ts'
import { createRunStore } from './runs.ts'
import { createScheduleStore, createTickStore } from './schedules.ts'
import { createSql, type Sql } from './statements.ts'
import { createTaskStore } from './tasks.ts'
import { createVisibility } from './visibility.ts'
import { createWorkerStore } from './workers.ts'

export interface StoreParts {
  readonly database: Connection
  readonly clock: Clock
  /** Called after each commit that wrote to the journal. */
  readonly changed: () => void
}

export function createStore({ database, clock, changed }: StoreParts): Store {
  const sql = createSql(database)
  const counts = createCounts(sql)
  const state = { depth: 0, written: false }
  const jobs = createJobStore(sql, counts)
  const tasks = createTaskStore(sql, counts)
  const runs = createRunStore(sql, counts)
  const journal = createJournal(sql, { jobs, tasks, runs }, clock, () => {
    state.written = true
    counts.forget()
  })

  const transact = database.transaction((work: () => void) => work())
  const commit = <Value>(work: () => Value): Value => {
    state.depth++
    const made: { value?: Value } = {}
    try {
      transact.immediate(() => { made.value = work() })
      return made.value as Value
    } finally {
      state.depth--
      counts.forget()
      if (state.written) {
        state.written = false
        changed()
      }
    }
  }

  return {
    jobs, tasks, runs, journal,
    goals: createGoalStore(sql),
    leases: createLeaseStore(sql),
    visibility: createVisibility(sql),
    users: createUserStore(sql, counts),
    tokens: createTokenStore(sql),
    profiles: createProfileStore(sql, counts),
    schedules: createScheduleStore(sql, counts),
    ticks: createTickStore(sql, counts),
    retention: createRetentionStore(sql),
    workers: createWorkerStore(sql, counts),
    agents: createAgentStore(sql),
    outbox: createOutbox(sql),
    allocations: createAllocationStore(sql, counts),
    audit: createAuditTrail(sql, counts),
    idempotency: createIdempotencyStore(sql),
    ...createSettingsStore(sql),
    transaction: (work) => state.depth > 0 ? work() : commit(work),
    check: () => void sql.one('select 1'),
    isStorageFailure,
  }
}

function createSettingsStore(sql: Sql): Pick<Store, 'readSettings' | 'writeSetting'> {
  return {
    readSettings() {
      const stored = new Map(sql.all('select name, value from settings').map((row) => [row['name'], JSON.parse(row['value'] as string) as unknown]))
      // A value that this version would refuse (written by another one) counts as not set.
      return Object.fromEntries(settingNames.flatMap((name) => {
        const parsed = settingSchemas[name].safeParse(stored.get(name))
        return parsed.success ? [[name, parsed.data] as const] : []
      }))
    },
    writeSetting: (name, value) => void sql.run(`
      insert into settings (name, value) values (:name, :value)
      on conflict do update set value = :value`, { name, value: JSON.stringify(value) }),
  }
}

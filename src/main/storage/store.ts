import type { Clock } from '../ports/clock.ts'
import type { Vault } from '../ports/secrets.ts'
import type { Store } from '../ports/store.ts'
import { createAgentStore } from './agents.ts'
import { createAllocationStore } from './allocations.ts'
import { createBreakerStore } from './breakers.ts'
import { createCounts } from './counts.ts'
import { createGoalStore, createLeaseStore } from './goals.ts'
import { backUpInto } from './backup.ts'
import type { Checkpoints } from './checkpoints.ts'
import { isStorageFailure, type Connection } from './database.ts'
import { createAuditTrail } from './audit-trail.ts'
import { createIdempotencyStore } from './idempotency.ts'
import { createJournal } from './journal.ts'
import { createJobStore } from './jobs.ts'
import { createLooseLogs } from './loose-logs.ts'
import { createNoticeStore } from './notices.ts'
import { createOutbox } from './outbox.ts'
import { createProfileStore } from './profiles.ts'
import { createRetentionStore } from './retention.ts'
import { createRunStore } from './runs.ts'
import { createScheduleStore, createTickStore } from './schedules.ts'
import { createSettingsStore } from './settings.ts'
import { sealStored } from './sealing.ts'
import { createSpendStore } from './spend.ts'
import { createSql } from './statements.ts'
import { createStatisticsStore } from './statistics.ts'
import { createTaskStore } from './tasks.ts'
import { createTokenStore } from './tokens.ts'
import { createUserStore } from './users.ts'
import { createVisibility } from './visibility.ts'
import { createWaitingTally } from './waiting-tally.ts'
import { createWorkerStore } from './workers.ts'

export interface StoreParts {
  readonly database: Connection
  readonly clock: Clock
  /** Called after each commit that wrote to the journal. */
  readonly changed: () => void
  readonly checkpoints?: Pick<Checkpoints, 'written'> | undefined
  /** Keeps secrets from whoever reads the database’s file; without one they stand there as they are. */
  readonly vault?: Vault | undefined
}

export function createStore({ database, clock, changed, checkpoints, vault }: StoreParts): Store {
  const sql = createSql(database)
  if (vault) sealStored(sql, vault)
  const counts = createCounts(sql)
  const state = { depth: 0, written: false }
  const settings = createSettingsStore(sql, vault)
  const tally = createWaitingTally(sql)
  const jobs = createJobStore(sql, counts, tally)
  const tasks = createTaskStore(sql, counts, tally)
  const runs = createRunStore(sql, counts, tally)
  const journal = createJournal(sql, { jobs, tasks, runs }, clock, () => {
    state.written = true
  })

  const transact = database.transaction((work: () => void) => work())
  const attempt = <Value>(work: () => Value): Value => {
    const made: { value?: Value } = {}
    try {
      transact.immediate(() => {
        made.value = work()
      })
      return made.value as Value
    } catch (error) {
      settings.forget()
      tally.forget()
      sql.takenBack()
      throw error
    }
  }
  const commit = <Value>(work: () => Value): Value => {
    state.depth++
    try {
      return attempt(work)
    } finally {
      state.depth--
      checkpoints?.written()
      if (state.written) {
        state.written = false
        changed()
      }
    }
  }

  return {
    jobs,
    tasks,
    runs,
    journal,
    goals: createGoalStore(sql),
    leases: createLeaseStore(sql),
    visibility: createVisibility(sql),
    users: createUserStore(sql, counts),
    tokens: createTokenStore(sql),
    profiles: createProfileStore(sql, counts, vault),
    schedules: createScheduleStore(sql, counts),
    ticks: createTickStore(sql, counts),
    retention: createRetentionStore(sql),
    looseLogs: createLooseLogs(sql),
    breakers: createBreakerStore(sql),
    notices: createNoticeStore(sql, counts),
    statistics: createStatisticsStore(sql),
    spend: createSpendStore(sql, counts),
    workers: createWorkerStore(sql, counts),
    agents: createAgentStore(sql),
    outbox: createOutbox(sql),
    allocations: createAllocationStore(sql, counts),
    audit: createAuditTrail(sql, counts),
    idempotency: createIdempotencyStore(sql),
    readSettings: settings.readSettings,
    writeSetting: settings.writeSetting,
    transaction: (work) => (state.depth > 0 ? work() : commit(work)),
    attempt,
    check: () => void sql.one('select 1'),
    backUp: (file) => backUpInto(database, file),
    isStorageFailure,
  }
}

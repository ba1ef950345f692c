import type { SettingName, Settings } from '../../shared/model/settings.ts'
import type { TokenStore, UserStore } from './access.ts'
import type { AgentStore, Outbox } from './agents.ts'
import type { GoalStore, LeaseStore } from './goals.ts'
import type { IdempotencyStore } from './idempotency.ts'
import type { JobStore } from './jobs.ts'
import type { AuditTrail, Journal } from './journal.ts'
import type { LooseLogs } from './loose-logs.ts'
import type { NoticeStore } from './notices.ts'
import type { ProfileStore } from './profiles.ts'
import type { AllocationStore } from './resources.ts'
import type { RetentionStore } from './retention.ts'
import type { RunStore } from './runs.ts'
import type { ScheduleStore, TickStore } from './schedules.ts'
import type { SpendStore } from './spend.ts'
import type { StatisticsStore } from './statistics.ts'
import type { BreakerStore, TaskStore } from './tasks.ts'
import type { Visibility } from './visibility.ts'
import type { WorkerStore } from './workers.ts'

/*
 * The store is synchronous on purpose: what happens inside a transaction cannot wait for anything, so the change, its
 * audit row and its event are always one.
 */

export interface Store {
  readonly goals: GoalStore
  readonly leases: LeaseStore
  readonly visibility: Visibility
  readonly users: UserStore
  readonly tokens: TokenStore
  readonly schedules: ScheduleStore
  readonly breakers: BreakerStore
  readonly notices: NoticeStore
  readonly ticks: TickStore
  readonly jobs: JobStore
  readonly tasks: TaskStore
  readonly runs: RunStore
  readonly profiles: ProfileStore
  readonly retention: RetentionStore
  readonly looseLogs: LooseLogs
  readonly statistics: StatisticsStore
  readonly spend: SpendStore
  readonly workers: WorkerStore
  readonly agents: AgentStore
  readonly outbox: Outbox
  readonly allocations: AllocationStore
  readonly journal: Journal
  readonly audit: AuditTrail
  readonly idempotency: IdempotencyStore
  readSettings(): Partial<Settings>
  writeSetting(name: SettingName, value: unknown): void
  /** All or nothing. A transaction inside another one is part of it. */
  transaction<Value>(work: () => Value): Value
  /** Within a transaction: what it wrote is taken back where it throws, and nothing else. */
  attempt<Value>(work: () => Value): Value
  /** Throws when the database does not answer. */
  check(): void
  /**
   * Copies the whole database into a new file, while everything goes on.
   *
   * @returns its size; undefined where there is such a file already, which stays as it is
   */
  backUp(file: string): Promise<number | undefined>
  isStorageFailure(error: unknown): boolean
}

import type { RunId } from '../../shared/model/ids.ts'
import type { Settings } from '../../shared/model/settings.ts'
import type { Instant } from '../../shared/model/time.ts'
import type { When } from '../domain/schedule.ts'
import type { AgentBus } from '../ports/agent-bus.ts'
import type { Clock } from '../ports/clock.ts'
import type { LogStore } from '../ports/log-store.ts'
import type { Store } from '../ports/store.ts'
import type { WorkFolders } from '../ports/work-folders.ts'
import type { Loads } from './runs/loads.ts'
import type { Signal } from './signal.ts'
import type { Wishes } from './runs/wishes.ts'

/** What the application is made of. */
export interface Deps {
  readonly store: Store
  readonly logs: LogStore
  readonly clock: Clock
  /** Notified after each commit that wrote to the journal. */
  readonly changed: Signal
  /** Notified when the log of this run has grown, or the run has ended. */
  readonly logGrew: (runId: RunId) => Signal
  /** Notified when a task's schedule has changed. */
  readonly replanned: Signal
  /** Notified when tokens of users were taken back. */
  readonly tokensEnded: Signal
  /** How schedules are read that count from this instant. */
  readonly reading: (countedFrom: Instant) => When
  /** What live runs use. */
  readonly loads: Loads
  /** Who asked for runs to pause or go on. */
  readonly wishes: Wishes
  readonly settings: () => Settings
  readonly agentOnline: () => boolean
  /** The way to agents on other machines. */
  readonly bus: AgentBus
  readonly machine: Machine
  readonly workFolders: WorkFolders
}

export interface Machine {
  readonly version: string
  readonly home: string
  readonly userHome: string
  readonly cores: number
  /** The one name of a folder, whatever links lead to it. */
  readonly trueFolder: (path: string) => string
  readonly port: () => number | null
}

import type { OperationAt, OperationName } from '../../shared/contract/index.ts'
import type { OutputOf } from '../../shared/contract/client.ts'
import type { Command, Query, Stream, Text } from '../../shared/contract/operation.ts'
import type { Failure } from '../../shared/model/failure.ts'
import type { AgentId, RunId } from '../../shared/model/ids.ts'
import type { Result } from '../../shared/model/result.ts'
import type { Settings } from '../../shared/model/settings.ts'
import type { Instant } from '../../shared/model/time.ts'
import type { z } from 'zod'
import type { When } from '../domain/schedule.ts'
import type { AgentBus } from '../ports/agent-bus.ts'
import type { Clock } from '../ports/clock.ts'
import type { LogStore } from '../ports/log-store.ts'
import type { Store } from '../ports/store.ts'
import type { WorkFolders } from '../ports/work-folders.ts'
import type { Loads } from './runs/loads.ts'
import type { Caller } from './service.ts'
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

/** This machine's own agent. */
export const localAgent = 'local' as AgentId

/** On whose behalf, for the audit trail. */
export interface Actor {
  readonly actor: string
  readonly requestId: string
  readonly traceId: string
}

export const engineActor = (clock: Clock): Actor => ({ actor: 'engine', requestId: clock.newId(), traceId: clock.newId() })

type Declared<Name extends OperationName> = OperationAt<Name>
type Input<Name extends OperationName> = Declared<Name> extends { input: infer Schema extends z.ZodType } ? z.output<Schema> : never
type Answer<Value> = Result<Value, Failure>

/**
 * A handler as its declaration wants it. Queries and commands answer at once, a command inside a transaction; one that
 * has to wait for the world (files, a process that must end first) is a `patient` one and makes its own transactions.
 */
export type Handler<Name extends OperationName> =
  Declared<Name> extends Stream | Text
    ? (input: Input<Name>, caller: Caller, abort: AbortSignal) => Answer<AsyncIterable<readonly OutputOf<Declared<Name>>[]>>
    : Declared<Name> extends Query
      ? (input: Input<Name>, caller: Caller) => Answer<OutputOf<Declared<Name>>> | Promise<Answer<OutputOf<Declared<Name>>>>
      : Declared<Name> extends Command
        ? ((input: Input<Name>, caller: Caller) => Answer<OutputOf<Declared<Name>>>) | Patient<Input<Name>, OutputOf<Declared<Name>>>
        : never

export interface Patient<Given, Value> {
  readonly patient: (input: Given, caller: Caller) => Promise<Answer<Value>>
}

/** The handlers of one group of the contract: `Handlers<'jobs'>`. */
export type Handlers<Group extends string> = {
  readonly [Name in OperationName as Name extends `${Group}.${infer Key}` ? Key : never]: Handler<Name>
}

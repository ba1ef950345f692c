import { auth, users } from './access.ts'
import { agents, bus } from './agents.ts'
import { dispatch } from './dispatch.ts'
import { inbox } from './inbox.ts'
import { jobs } from './jobs.ts'
import { moving } from './moving.ts'
import type { Operation } from './operation.ts'
import { pipelines, queue, usage } from './queue.ts'
import { profiles } from './profiles.ts'
import { retention } from './retention.ts'
import { resources } from './resources.ts'
import { runs } from './runs.ts'
import { schedules, ticks } from './schedules.ts'
import { events, settings, system } from './system.ts'
import { statistics } from './statistics.ts'
import { spend } from './spend.ts'
import { tasks } from './tasks.ts'
import { worktrees } from './worktrees.ts'
import { workers } from './workers.ts'

/** Everything that may be asked of the engine, by group and name. */
export const contract = {
  jobs,
  tasks,
  runs,
  profiles,
  moving,
  queue,
  usage,
  pipelines,
  schedules,
  ticks,
  inbox,
  statistics,
  spend,
  settings,
  events,
  workers,
  resources,
  worktrees,
  retention,
  agents,
  bus,
  dispatch,
  system,
  auth,
  users,
}

export type Contract = typeof contract

/** `jobs.create`, `runs.followLog`, … */
export type OperationName = {
  [Group in keyof Contract]: `${Group & string}.${keyof Contract[Group] & string}`
}[keyof Contract]

export type OperationAt<Name extends OperationName> = Name extends `${infer Group extends keyof Contract & string}.${infer Key}`
  ? Key extends keyof Contract[Group]
    ? Contract[Group][Key]
    : never
  : never

type OfKind<Kind extends Operation['kind']> = {
  [Name in OperationName]: OperationAt<Name> extends { kind: Kind } ? Name : never
}[OperationName]

export type CallName = OfKind<'query'> | OfKind<'command'>
export type StreamName = OfKind<'stream'> | OfKind<'text'>

/** Every operation with its name, flat. */
export const operations: ReadonlyMap<OperationName, Operation> = new Map(
  Object.entries(contract).flatMap(([group, members]) =>
    Object.entries(members).map(([key, operation]) => [`${group}.${key}` as OperationName, operation as Operation] as const),
  ),
)

export function operationAt(name: string): Operation | undefined {
  return operations.get(name as OperationName)
}

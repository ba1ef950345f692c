import type { Heartbeat } from '../../shared/model/envelope.ts'
import type { AgentId, RunId } from '../../shared/model/ids.ts'
import type { Agent, AgentStatus } from '../../shared/model/remote-agent.ts'
import type { Instant } from '../../shared/model/time.ts'

/** Agents on other machines, as they were last heard. */
export interface AgentStore {
  find(id: AgentId): Agent | undefined
  list(): readonly Agent[]
  hear(beat: Heartbeat, status: AgentStatus, at: Instant): void
  /** Something else than a heartbeat came from it. */
  touch(id: AgentId, at: Instant): void
  /** Those not heard since then that counted as reachable; they no longer do. */
  loseSilentSince(at: Instant): readonly AgentId[]
  drain(id: AgentId, drained: boolean): boolean
}

/** Runs that were decided to be put into the broker's queues, until the broker has confirmed it. */
export interface Outbox {
  add(runId: RunId): void
  next(limit: number): readonly RunId[]
  remove(runIds: readonly RunId[]): void
  clear(): void
}

import type { FromAgent, ToAgent } from '../../shared/model/agent.ts'

/** What the engine learns from an agent, in the order in which the agent said it. */
export interface AgentListener {
  /** What arrived together, so that it is recorded together. First after every connection is the agent's `welcome`. */
  heard(messages: readonly FromAgent[]): void
  /** The connection is gone; the link tries again by itself, and starts a new local agent where the old one is dead. */
  lost(why: string): void
}

/** The way to one agent. */
export interface AgentLink {
  /** Starts the agent where none runs, connects, and keeps doing so until the link is closed. */
  open(listener: AgentListener): void
  /** False when there is no connection: nothing was sent, and after the next `welcome` the engine says it again. */
  send(message: ToAgent): boolean
  /** Lets go of the agent, which goes on with its runs. */
  close(): Promise<void>
}

import type { Envelope } from '../../shared/model/envelope.ts'
import type { AgentId } from '../../shared/model/ids.ts'
import type { Instant } from '../../shared/model/time.ts'

export interface BusListener {
  /**
   * What arrived together, in its order. Answers for each whether it was understood; what was not is a dead letter. Throws where
   * it could not be recorded: then nothing of it was, and it comes again.
   */
  heard(envelopes: readonly Envelope[]): readonly boolean[]
  /** The connection is made, or made again. */
  up(): void
  down(why: string): void
}

export interface BusState {
  readonly status: 'off' | 'ok' | 'down'
  readonly message: string
  /** Since when it is connected; null while it is not. */
  readonly since: Instant | null
}

/** A message that nobody could use, as it stands in the queue of dead letters. */
export interface DeadLetter {
  readonly id: string
  readonly queue: string
  readonly reason: string
  readonly at: string | null
  readonly body: string
}

/** The way to agents on other machines. */
export interface AgentBus {
  open(listener: BusListener): void
  /** The broker's address; none where it is empty. The one that is used now stays where it is the same. */
  use(url: string): void
  state(): BusState
  /** To one queue, kept on disk; done when the broker has taken it over, refused where there is no broker now. */
  toQueue(queue: string, envelope: Envelope): Promise<void>
  /** To one agent; lost where the broker goes down before it is read. */
  toAgent(agentId: AgentId, envelope: Envelope): Promise<void>
  /** To every agent that is connected now. */
  toAll(envelope: Envelope): Promise<void>
  /** Throws with the reason where no connection can be made. */
  test(url: string): Promise<void>
  /** Some of them, the oldest first, and how many there are. */
  deadLetters(page: {
    readonly limit: number
    readonly offset: number
  }): Promise<{ readonly letters: readonly DeadLetter[]; readonly total: number }>
  /** Puts these dead letters, or all of them, back to where they came from; answers how many. */
  requeue(ids: readonly string[] | 'all'): Promise<number>
  close(): Promise<void>
}

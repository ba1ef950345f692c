import type { CodingAgentOrder } from '../../shared/model/agent.ts'
import type { ParametersOf, WorkType } from '../../shared/model/work.ts'

/** A program with its arguments, never a text for some shell to take apart. */
export interface Command {
  readonly program: string
  readonly args: readonly string[]
  /** Comes on standard input, which is closed behind it; nothing otherwise. */
  readonly input?: string
}

export interface CommandContext {
  readonly environment: Readonly<Record<string, string>>
  /** A file of this run's own, removed at its end. */
  readonly scratchFile: string
  readonly codingAgent: CodingAgentOrder | null
}

/** What work without a process of its own may do. Every step waits while the run is paused, and throws once it is stopped. */
export interface InlineIo {
  out(text: string): Promise<void>
  err(text: string): Promise<void>
  sleep(ms: number): Promise<void>
  readonly stopped: AbortSignal
}

export interface InlineEnd {
  readonly exitCode: number | null
  /** Null for success. */
  readonly errorMessage: string | null
}

/** How a work type is done: its row of the table. */
export type WorkRow<Type extends WorkType> =
  | { readonly kind: 'process'; readonly command: (parameters: ParametersOf<Type>, given: CommandContext) => Promise<Command> }
  | { readonly kind: 'inline'; readonly run: (parameters: ParametersOf<Type>, io: InlineIo) => Promise<InlineEnd> }

/** It cannot be started as it was ordered. The message is for people. */
export class CannotStart extends Error {
  override readonly name = 'CannotStart'
}

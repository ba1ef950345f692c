import type { Command } from 'commander'

/** What stands behind the flags of a command, its own and the program's. */
export interface Given {
  readonly home?: string
  readonly json?: boolean
  readonly [flag: string]: unknown
}

export const globals = (command: Command): Given => command.optsWithGlobals()

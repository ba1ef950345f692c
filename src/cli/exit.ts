import { snakeCase } from '../shared/contract/case.ts'
import type { Failure } from '../shared/model/failure.ts'

export const exitCodes = { ok: 0, failed: 1, usage: 2, notFound: 3, conflict: 4, noEngine: 5 } as const
export type ExitCode = (typeof exitCodes)[keyof typeof exitCodes]

/** Ends the command with a sentence for people and a code for scripts. */
export class Ended extends Error {
  override readonly name = 'Ended'
  readonly code: ExitCode
  constructor(code: ExitCode, message = '') {
    super(message)
    this.code = code
  }
}

export function endedBy(failure: Failure, named = flagOf): Ended {
  switch (failure.kind) {
    case 'agent_not_found':
    case 'not_found':
      return new Ended(exitCodes.notFound, failure.message)
    case 'conflict':
    case 'not_cancellable':
    case 'invalid_state_transition':
      return new Ended(exitCodes.conflict, failure.message)
    case 'validation':
      return new Ended(
        exitCodes.usage,
        failure.problems.map(({ path, message }) => `${named(path)}: ${message}`).join('\n') || failure.message,
      )
    case 'unknown_work_type':
    case 'invalid_priority':
    case 'bad_request':
      return new Ended(exitCodes.usage, failure.message)
    default:
      return new Ended(exitCodes.failed, failure.message)
  }
}

/** `timeoutMs` is written `--timeout-ms`; what lies deeper (`parameters.url`) is named behind its flag. */
export function flagOf(path: string): string {
  const [field = '', ...inside] = path.split('.')
  return [`--${snakeCase(field).replaceAll('_', '-')}`, ...inside.map(snakeCase)].join('.')
}

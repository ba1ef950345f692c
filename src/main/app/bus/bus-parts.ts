import type { FromAgent } from '../../../shared/model/agent.ts'
import type { LogIntake } from '../../ports/log-intake.ts'
import type { Deps } from '../deps.ts'
import type { Instructions } from './instructions.ts'

/** What everybody works with who hears agents on other machines. */
export interface BusParts {
  readonly deps: Deps
  readonly intake: LogIntake
  readonly instructions: Instructions
  /** Records what an agent says of a run, whichever agent it is. */
  readonly record: (message: FromAgent) => void
}

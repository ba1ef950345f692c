import type { FromAgent, ToAgent } from '../../../shared/model/agent.ts'
import type { Profile } from '../../../shared/model/profile.ts'
import type { Clock } from '../../ports/clock.ts'
import { createAnswers } from '../agents/answers.ts'
import { profileOrder } from './profile-order.ts'

type Tested = Extract<FromAgent, { type: 'profile_tested' }>
type Variables = Tested['variables']

/** Asks the agent what a profile's variables resolve to, because that is where runs would look them up. */
export interface ProfileTests {
  /** Undefined where the agent does not answer. */
  test(profile: Profile): Promise<Variables | undefined>
  heard(message: Tested): void
}

/** The agent gives each variable 30 s. */
const waitMs = 40_000

export function createProfileTests(clock: Clock, send: (message: ToAgent) => boolean): ProfileTests {
  const answers = createAnswers<Variables>(clock, waitMs)
  return {
    test: (profile) =>
      answers.answerTo((testId) => send({ type: 'test_profile', testId, profile: profileOrder({ ...profile, onUnresolved: 'omit' }) })),
    heard: ({ testId, variables }) => answers.came(testId, variables),
  }
}

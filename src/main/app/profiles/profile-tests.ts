import type { FromAgent, ToAgent } from '../../../shared/model/agent.ts'
import type { Profile } from '../../../shared/model/profile.ts'
import { profileOrder } from './profile-order.ts'
import type { Clock } from '../../ports/clock.ts'

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
  const waiting = new Map<string, (variables: Variables) => void>()
  return {
    async test(profile) {
      const testId = clock.newId()
      const answer = Promise.withResolvers<Variables | undefined>()
      waiting.set(testId, answer.resolve)
      const timer = setTimeout(() => answer.resolve(undefined), waitMs)
      if (!send({ type: 'test_profile', testId, profile: profileOrder({ ...profile, onUnresolved: 'omit' }) })) answer.resolve(undefined)
      const variables = await answer.promise
      clearTimeout(timer)
      waiting.delete(testId)
      return variables
    },
    heard: ({ testId, variables }) => waiting.get(testId)?.(variables),
  }
}

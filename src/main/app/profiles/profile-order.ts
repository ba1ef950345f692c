import type { ProfileOrder } from '../../../shared/model/agent.ts'
import { isSealed, type Profile } from '../../../shared/model/profile.ts'

/** A profile as the agent gets it. A secret that stayed sealed is not handed on: it is named, and counts as not found. */
export const profileOrder = ({ name, envVars, onUnresolved }: Pick<Profile, 'name' | 'envVars' | 'onUnresolved'>): ProfileOrder => ({
  name,
  onUnresolved,
  envVars: envVars.map((variable) => (isSealed(variable.value) ? { ...variable, value: '' } : variable)),
  unreadable: envVars.filter(({ value }) => isSealed(value)).map((variable) => variable.name),
})

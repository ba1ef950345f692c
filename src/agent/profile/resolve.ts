import type { ProfileOrder } from '../../shared/model/agent.ts'
import type { EnvVar } from '../../shared/model/profile.ts'
import { lookUp, type LookUp } from './sources.ts'

type Environment = Readonly<Record<string, string>>

export interface Resolution {
  /** The environment that the profile makes of the one it was given. */
  readonly environment: Environment
  /** Values that must not stand in a log. */
  readonly secrets: readonly string[]
  /** The variables that could not be looked up, and why. */
  readonly unresolved: readonly { readonly name: string; readonly message: string }[]
}

/** Looks up all variables of a profile, side by side. Its own variables do not see each other. */
export async function resolveProfile({ envVars, unreadable }: ProfileOrder, environment: Environment): Promise<Resolution> {
  const asked = envVars.filter((variable) => variable.source !== 'unset')
  const lost = new Set(unreadable)
  const found = await Promise.all(
    asked.map(async (variable) => ({ variable, ...(lost.has(variable.name) ? cannotBeOpened : await lookUp(variable, environment)) })),
  )
  const removed = new Set(envVars.filter((variable) => variable.source === 'unset').map((variable) => variable.name))
  const values = found.flatMap(({ variable, value }) => (value === undefined ? [] : [{ variable, value }]))
  return {
    environment: {
      ...Object.fromEntries(Object.entries(environment).filter(([name]) => !removed.has(name))),
      ...Object.fromEntries(values.map(({ variable, value }) => [variable.name, value])),
    },
    secrets: values.filter(({ variable }) => isSecret(variable)).map(({ value }) => value),
    unresolved: found.flatMap(({ variable, message }) => (message === undefined ? [] : [{ name: variable.name, message }])),
  }
}

const cannotBeOpened: LookUp = {
  message: 'its secret is sealed, and the engine cannot open it: start the desktop app, or give the secret anew',
}

/** What was looked up is a secret; of the machine's own environment only where the profile says so. */
const isSecret = ({ source, secret }: EnvVar): boolean => secret ?? source !== 'env'

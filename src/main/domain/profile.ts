import { maskedValue, type EnvVar, type Profile } from '../../shared/model/profile.ts'

/** Only the text of a static variable is kept here; what other sources hold is a name, which may be seen. */
const isSecret = (variable: EnvVar): boolean => variable.source === 'static' && variable.secret !== false && variable.value !== ''

/** As everybody may see it. */
export const masked = (profile: Profile): Profile => ({
  ...profile,
  envVars: profile.envVars.map((variable) => (isSecret(variable) ? { ...variable, value: maskedValue } : variable)),
})

/** What was asked for, with the secrets that were sent back masked as they were before. */
export function unmasked(asked: readonly EnvVar[], before: readonly EnvVar[]): EnvVar[] {
  return asked.map((variable) => {
    if (variable.value !== maskedValue) return variable
    const known = before.find((one) => one.name === variable.name && one.source === 'static')
    return known ? { ...variable, value: known.value } : variable
  })
}

/** The name that stands more than once, or the variable that says too little, with what is wrong with it. */
export function envVarProblem(
  variables: readonly EnvVar[],
): { readonly index: number; readonly field: 'name' | 'value'; readonly message: string } | null {
  for (const [index, variable] of variables.entries()) {
    if (variables.findIndex((one) => one.name === variable.name) !== index)
      return { index, field: 'name', message: `stands twice: ${variable.name}` }
    if (variable.source !== 'static' && variable.source !== 'unset' && variable.value.trim() === '')
      return { index, field: 'value', message: needs[variable.source] }
    if (variable.source === 'static' && variable.value === maskedValue)
      return { index, field: 'value', message: 'is masked, and there is no earlier value that it could stand for: give the secret itself' }
    if (variable.source === 'keychain' && !variable.value.includes('/')) return { index, field: 'value', message: needs.keychain }
  }
  return null
}

const needs = {
  env: 'must be the name of a variable of the machine’s environment',
  command: 'must be a command that prints the value',
  keychain: 'must be service/account, as the keychain knows it',
  aws_sm: 'must be the name or ARN of a secret',
  aws_ssm: 'must be the name of a parameter',
} as const

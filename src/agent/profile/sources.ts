import { execFile } from 'node:child_process'
import type { EnvVar } from '../../shared/model/profile.ts'
import { findProgram } from '../programs.ts'

type Environment = Readonly<Record<string, string>>
export type LookUp = { readonly value: string; readonly message?: undefined } | { readonly value?: undefined; readonly message: string }

/** Looks one variable up. Never throws: what went wrong is a sentence, which never contains a value. */
export async function lookUp(variable: EnvVar, environment: Environment): Promise<LookUp> {
  switch (variable.source) {
    case 'static':
      return { value: variable.value }
    case 'unset':
      return { message: 'is taken away' }
    case 'env': {
      // The agent's own environment: more than the clean one that runs get.
      const value = process.env[variable.value] ?? environment[variable.value]
      return value === undefined ? { message: `the machine’s environment has no ${variable.value}` } : { value }
    }
    case 'command':
      return ask(process.platform === 'win32' ? ['cmd.exe', '/d', '/s', '/c', variable.value] : ['sh', '-c', variable.value], environment)
    case 'keychain':
      return askKeychain(variable.value, environment)
    case 'aws_sm':
      return fieldOf(
        variable,
        await ask(
          [
            'aws',
            'secretsmanager',
            'get-secret-value',
            '--secret-id',
            variable.value,
            '--query',
            'SecretString',
            '--output',
            'text',
            ...awsOptions(variable),
          ],
          withAws(environment),
        ),
      )
    case 'aws_ssm':
      return ask(
        [
          'aws',
          'ssm',
          'get-parameter',
          '--name',
          variable.value,
          ...(variable.config?.decrypt === false ? [] : ['--with-decryption']),
          '--query',
          'Parameter.Value',
          '--output',
          'text',
          ...awsOptions(variable),
        ],
        withAws(environment),
      )
  }
}

/** How the user reaches AWS (AWS_PROFILE, AWS_DEFAULT_REGION, …): for the look-up alone, runs do not get it. */
const withAws = (environment: Environment): Environment => ({
  ...environment,
  ...Object.fromEntries(
    Object.entries(process.env).filter((entry): entry is [string, string] => entry[0].startsWith('AWS_') && entry[1] !== undefined),
  ),
})

function awsOptions({ config }: EnvVar): string[] {
  return [...(config?.region ? ['--region', config.region] : []), ...(config?.profile ? ['--profile', config.profile] : [])]
}

async function askKeychain(entry: string, environment: Environment): Promise<LookUp> {
  const at = entry.indexOf('/')
  const [service, account] = [entry.slice(0, at), entry.slice(at + 1)]
  const found = await ask(
    keychain(service, account),
    process.platform === 'win32' ? { ...environment, YARDMASTER_SERVICE: service, YARDMASTER_ACCOUNT: account } : environment,
  )
  // Of an entry that is not there some of these programs say nothing at all.
  return found.value === undefined ? { message: `${found.message}; it was asked for the account ${account} of ${service}` } : found
}

/** The command that reads an entry from the platform's own store of secrets. */
export function keychain(service: string, account: string, platform: string = process.platform): string[] {
  switch (platform) {
    case 'darwin':
      return ['security', 'find-generic-password', '-s', service, '-a', account, '-w']
    case 'win32':
      return ['powershell.exe', '-NoProfile', '-NonInteractive', '-Command', readVault]
    default:
      return ['secret-tool', 'lookup', 'service', service, 'account', account]
  }
}

/** PowerShell reads everything behind -Command as part of the script: the names come in the environment instead. */
const readVault =
  '[void][Windows.Security.Credentials.PasswordVault,Windows.Security.Credentials,ContentType=WindowsRuntime]; (New-Object Windows.Security.Credentials.PasswordVault).Retrieve($env:YARDMASTER_SERVICE, $env:YARDMASTER_ACCOUNT).Password'

const answerWithinMs = 30_000
const longestValue = 1_048_576

/** What the program prints, without the line's end. */
function ask([name = '', ...args]: readonly string[], environment: Environment): Promise<LookUp> {
  const program = findProgram(name, environment['PATH'] ?? '')
  if (!program) return Promise.resolve({ message: `the program ${name} was not found: install it, or choose another source` })
  return new Promise((resolve) => {
    execFile(
      program,
      args,
      { env: environment, timeout: answerWithinMs, killSignal: 'SIGKILL', maxBuffer: longestValue, windowsHide: true },
      (error, stdout, stderr) => {
        if (error)
          return resolve({
            message: error.killed
              ? `${name} did not answer within ${answerWithinMs / 1_000} s`
              : `${name} failed (${error.code ?? 'unknown'})${firstLine(stderr)}`,
          })
        const value = stdout.replace(/\r?\n$/, '')
        resolve(value === '' ? { message: `${name} printed nothing` } : { value })
      },
    ).stdin?.end()
  })
}

const firstLine = (stderr: string): string => (stderr.trim() === '' ? '' : `: ${stderr.trim().split('\n')[0]?.slice(0, 300) ?? ''}`)

/** A secret may be a JSON object of several; `config.key` says which. */
function fieldOf({ config }: EnvVar, found: LookUp): LookUp {
  if (!config?.key || found.value === undefined) return found
  try {
    const value = (JSON.parse(found.value) as Record<string, unknown>)[config.key]
    return typeof value === 'string' ? { value } : { message: `the secret has no field ${config.key}` }
  } catch {
    return { message: 'the secret is no JSON object, so it has no fields' }
  }
}

import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { expect, test, vi } from 'vitest'
import type { LogWriter } from '../../shared/log/writer.ts'
import { maskedValue, type EnvVar } from '../../shared/model/profile.ts'
import { createMaskingLog } from './masking.ts'
import { resolveProfile } from './resolve.ts'

const variable = (name: string, source: EnvVar['source'], value = '', more: Partial<EnvVar> = {}): EnvVar => ({
  name,
  source,
  value,
  ...more,
})
const resolve = (...envVars: EnvVar[]) =>
  resolveProfile({ name: 'P', envVars, onUnresolved: 'fail' }, { PATH: process.env['PATH'] ?? '', KEPT: 'yes', GONE: 'soon' })

test('static, command and env give values, unset takes one away, the rest stays', async () => {
  process.env['YARDMASTER_TEST_SOURCE'] = 'from the machine'
  const { environment, unresolved, secrets } = await resolve(
    variable('A', 'static', 'one two'),
    variable('B', 'command', 'printf "%s\\n" "$KEPT"'),
    variable('C', 'env', 'YARDMASTER_TEST_SOURCE'),
    variable('GONE', 'unset'),
  )
  expect(environment).toMatchObject({ A: 'one two', B: 'yes', C: 'from the machine', KEPT: 'yes' })
  expect(environment).not.toHaveProperty('GONE')
  expect(unresolved).toEqual([])
  expect(secrets).toEqual(['one two', 'yes'])
})

test('each variable that cannot be looked up is named with its reason, without a value', async () => {
  const { unresolved } = await resolve(
    variable('NO_ENV', 'env', 'YARDMASTER_NO_SUCH_THING'),
    variable('BAD', 'command', 'echo the reason >&2; exit 3'),
    variable('EMPTY', 'command', 'true'),
  )
  expect(unresolved).toEqual([
    { name: 'NO_ENV', message: 'the machine’s environment has no YARDMASTER_NO_SUCH_THING' },
    { name: 'BAD', message: expect.stringMatching(/failed \(3\): the reason/) as unknown },
    { name: 'EMPTY', message: 'sh printed nothing' },
  ])
})

test.skipIf(process.platform === 'win32')(
  'AWS and the keychain are asked through their programs, with what the user’s own environment says of AWS',
  async () => {
    const folder = mkdtempSync(join(tmpdir(), 'yardmaster-sources-'))
    for (const name of ['aws', 'secret-tool', 'security']) {
      writeFileSync(
        join(folder, name),
        `#!/bin/sh\ncase "$*" in *json*) echo '{"user":"ada","pass":"p"}' ;; *) echo "$AWS_DEFAULT_REGION: $*" ;; esac\n`,
      )
      chmodSync(join(folder, name), 0o755)
    }
    vi.stubEnv('AWS_DEFAULT_REGION', 'eu-west-9')
    const asked = {
      name: 'P',
      onUnresolved: 'fail' as const,
      envVars: [
        variable('PARAMETER', 'aws_ssm', '/prod/token', { config: { region: 'eu-central-1', profile: 'prod' } }),
        variable('PLAIN', 'aws_ssm', '/prod/name', { config: { decrypt: false } }),
        variable('SECRET', 'aws_sm', 'prod'),
        variable('FIELD', 'aws_sm', 'json', { config: { key: 'user' } }),
        variable('NO_FIELD', 'aws_sm', 'json', { config: { key: 'none' } }),
        variable('ENTRY', 'keychain', 'service/account'),
      ],
    }
    const { environment, unresolved } = await resolveProfile(asked, { PATH: `${folder}:/usr/bin:/bin` })
    vi.unstubAllEnvs()
    rmSync(folder, { recursive: true })
    expect(environment).toEqual({
      PATH: environment['PATH'],
      FIELD: 'ada',
      PARAMETER:
        'eu-west-9: ssm get-parameter --name /prod/token --with-decryption --query Parameter.Value --output text --region eu-central-1 --profile prod',
      PLAIN: 'eu-west-9: ssm get-parameter --name /prod/name --query Parameter.Value --output text',
      SECRET: 'eu-west-9: secretsmanager get-secret-value --secret-id prod --query SecretString --output text',
      ENTRY:
        process.platform === 'darwin' ? ': find-generic-password -s service -a account -w' : ': lookup service service account account',
    })
    expect(unresolved).toEqual([{ name: 'NO_FIELD', message: 'the secret has no field none' }])
  },
)

test('a value that the profile calls no secret is not hidden', async () => {
  expect((await resolve(variable('REGION', 'static', 'eu-central-1', { secret: false }))).secrets).toEqual([])
})

function collecting(): { readonly log: LogWriter; readonly text: () => string } {
  const chunks: Buffer[] = []
  const size = { bytes: 0, lines: 0 }
  return {
    log: {
      size,
      failure: null,
      behind: false,
      output: (_stream, bytes) => void chunks.push(bytes),
      system: (text) => void chunks.push(Buffer.from(text)),
      caughtUp: async () => {},
      close: async () => size,
    },
    text: () => Buffer.concat(chunks).toString(),
  }
}

test('a secret stands masked however its output is cut into pieces, and nothing else changes', async () => {
  const piece = fc.oneof(fc.constantFrom('hunter2', 'hunt', 'pässwörd✓', 'ö'), fc.string({ maxLength: 12 }))
  await fc.assert(
    fc.asyncProperty(fc.array(piece, { maxLength: 12 }), fc.array(fc.nat(60), { maxLength: 12 }), async (pieces, cuts) => {
      const whole = pieces.join('')
      const bytes = Buffer.from(whole)
      const { log, text } = collecting()
      const masking = createMaskingLog(log)
      masking.hide(['hunter2', 'pässwörd✓'])
      const at = [0, ...cuts.map((cut) => Math.min(cut, bytes.length)).sort((one, other) => one - other), bytes.length]
      for (const [index, end] of at.slice(1).entries()) masking.output('stdout', bytes.subarray(at[index], end))
      await masking.close()
      expect(text()).toBe(whole.replaceAll('hunter2', maskedValue).replaceAll('pässwörd✓', maskedValue))
    }),
    { numRuns: 300 },
  )
})

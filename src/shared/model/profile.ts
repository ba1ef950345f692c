import { z } from 'zod'
import { SpendLimit } from './flow.ts'
import { ProfileId } from './ids.ts'
import { Instant } from './time.ts'

export const EnvSource = z.enum(['static', 'env', 'command', 'keychain', 'aws_sm', 'aws_ssm', 'unset'])
export type EnvSource = z.infer<typeof EnvSource>

/** What stands in an answer where a secret is. Sent back, it keeps the secret. */
export const maskedValue = '••••••••'

/** How a secret begins that the database holds sealed. */
export const sealedPrefix = 'yardmaster-sealed:1:'

export const isSealed = (text: string): boolean => text.startsWith(sealedPrefix)

/**
 * One environment variable. What `value` means depends on the source: the text itself (static), another variable's name
 * (env), a command (command), a keychain entry `service/account` (keychain), a secret's name (aws_sm, aws_ssm); `unset`
 * takes the variable away.
 */
export const EnvVar = z.strictObject({
  name: z
    .string()
    .regex(/^[A-Za-z_][A-Za-z0-9_]*$/, 'must be letters, digits and _, not beginning with a digit')
    .max(200),
  source: EnvSource,
  value: z.string().max(65_536).default(''),
  secret: z.boolean().optional().meta({
    description: 'Masked in answers and logs. Static values are secrets unless this says false; what is looked up always is, but for env',
  }),
  config: z
    .strictObject({
      region: z.string().max(100).optional(),
      profile: z.string().max(200).optional(),
      decrypt: z.boolean().optional(),
      key: z.string().max(200).optional().meta({ description: 'aws_sm: the field of a secret that is a JSON object' }),
    })
    .nullish(),
})
export type EnvVar = z.infer<typeof EnvVar>

export const OnUnresolved = z.enum(['fail', 'omit'])
export type OnUnresolved = z.infer<typeof OnUnresolved>

export const Profile = z
  .object({
    id: ProfileId,
    name: z.string(),
    description: z.string(),
    envVars: z.array(EnvVar),
    onUnresolved: OnUnresolved,
    spendLimit: SpendLimit.nullable(),
    parkedUntil: Instant.nullable().meta({ description: 'Until then its runs wait: the provider’s rate limit' }),
    parkedReason: z.string().nullable(),
    owner: z.string(),
    createdAt: Instant,
    updatedAt: Instant,
  })
  .meta({ id: 'Profile', description: 'A named set of environment variables with their sources' })
export type Profile = z.infer<typeof Profile>

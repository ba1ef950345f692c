import type { ProfileId } from '../../../shared/model/ids.ts'
import { EnvVar, type Profile } from '../../../shared/model/profile.ts'
import type { Instant } from '../../../shared/model/time.ts'
import { BadRecord, idFrom, instantFrom, isRecord, nameFrom, recordAt, textAt, type Json } from './read.ts'

export type OldProfile = Omit<Profile, 'owner' | 'createdAt' | 'updatedAt'> & { readonly createdAt: Instant | null }

export function profileFrom(record: Json): OldProfile {
  const envVars = Array.isArray(record['env_vars']) ? record['env_vars'] : []
  return {
    id: idFrom(record['id'], 'id') as ProfileId,
    name: nameFrom(record, 'Untitled Profile'),
    description: textAt(record, 'description') ?? '',
    envVars: envVars.map(envVarFrom),
    onUnresolved: 'omit',
    spendLimit: null,
    parkedUntil: null,
    parkedReason: null,
    createdAt: instantFrom(record['created_at']),
  }
}

function envVarFrom(value: unknown): EnvVar {
  const record = isRecord(value) ? value : {}
  const config = recordAt(record, 'config')
  const parsed = EnvVar.safeParse({
    name: record['name'],
    source: record['source'],
    value: keychainName(record),
    ...(Object.keys(config).length > 0 && {
      config: {
        region: textAt(config, 'region'),
        profile: textAt(config, 'profile'),
        ...(typeof config['decrypt'] === 'boolean' && { decrypt: config['decrypt'] }),
      },
    }),
  })
  if (!parsed.success)
    throw new BadRecord(
      `the variable ${JSON.stringify(record['name']) ?? 'without a name'} is not right: ${parsed.error.issues[0]?.path.join('.') ?? ''} ${parsed.error.issues[0]?.message ?? ''}`,
    )
  return parsed.data
}

/** A keychain entry without an account had the account of its service's name. */
function keychainName(record: Json): unknown {
  const value = record['value']
  return record['source'] === 'keychain' && typeof value === 'string' && !value.includes('/') ? `${value}/${value}` : value
}

import { existsSync, mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { keychain } from '../../agent/profile/sources.ts'
import { resolveProfile } from '../../agent/profile/resolve.ts'
import type { ProfileId } from '../../shared/model/ids.ts'
import { isSealed, type Profile } from '../../shared/model/profile.ts'
import { systemClock } from '../app/clock.ts'
import { profileOrder } from '../app/profiles/profile-order.ts'
import { maskedAddress, unmaskedAddress } from '../domain/broker-address.ts'
import type { Vault } from '../ports/secrets.ts'
import { openDatabase } from '../storage/database.ts'
import { createStore } from '../storage/store.ts'
import type { Seal } from './secret.ts'
import { openVault } from './vault.ts'

const state = { folder: '' }
beforeEach(() => {
  state.folder = mkdtempSync(join(tmpdir(), 'yardmaster-vault-'))
})
afterEach(() => rmSync(state.folder, { recursive: true, force: true }))

const keyFile = () => join(state.folder, 'secrets-key.sealed')
const reversed: Seal = {
  close: async (text) => Buffer.from(text, 'utf8').reverse(),
  open: async (sealed) => Buffer.from(sealed).reverse().toString('utf8'),
}
const locked: Seal = {
  ...reversed,
  open: async () => {
    throw new Error('the keyring is locked')
  },
}

/** Does something with the store of the folder, as an engine with this vault would. */
function withStore<Value>(vault: Vault, work: (store: ReturnType<typeof createStore>) => Value): Value {
  const database = openDatabase(join(state.folder, 'yardmaster.db'), join(state.folder, 'backups'))
  try {
    return work(createStore({ database, clock: systemClock, changed() {}, vault }))
  } finally {
    database.close()
  }
}

const profile: Profile = {
  id: systemClock.newId() as ProfileId,
  name: 'Work',
  description: '',
  onUnresolved: 'fail',
  spendLimit: null,
  parkedUntil: null,
  parkedReason: null,
  owner: 'local',
  createdAt: systemClock.now(),
  updatedAt: systemClock.now(),
  envVars: [
    { name: 'TOKEN', source: 'static', value: 'the-secret-itself' },
    { name: 'PLAIN', source: 'static', value: 'for-everybody', secret: false },
    { name: 'FROM', source: 'command', value: 'pass show it' },
  ],
}
const address = 'amqp://yard:hidden-word@host/vhost'
const stored = (): string => readFileSync(join(state.folder, 'yardmaster.db'), 'latin1')

test('without the operating system’s protection secrets stand as they are, and it is said', async () => {
  const vault = await openVault(keyFile(), undefined)
  expect(vault.protection).toMatchObject({ by: 'file_mode', locked: false, message: expect.stringContaining('mode 0600') as unknown })
  withStore(vault, (store) => store.profiles.insert(profile))
  expect(stored()).toContain('the-secret-itself')
  expect(existsSync(keyFile())).toBe(false)
})

test('with it, what was stored before is sealed at the start, and what comes later too; who has the key reads all of it', async () => {
  withStore(await openVault(keyFile(), undefined), (store) => {
    store.profiles.insert(profile)
    store.writeSetting('bus.url', address)
  })
  const vault = await openVault(keyFile(), reversed)
  expect(vault.protection.by).toBe('operating_system')
  expect(statSync(keyFile()).mode & 0o777).toBe(0o600)
  withStore(vault, (store) => {
    expect(store.profiles.find(profile.id)?.envVars).toEqual(profile.envVars)
    expect(store.readSettings()['bus.url']).toBe(address)
    store.profiles.update({ ...profile, name: 'Work, later' })
    store.writeSetting('bus.url', `${address}2`)
  })
  const again = await openVault(keyFile(), reversed)
  expect(
    withStore(again, (store) => [store.profiles.list({}, { limit: 1, offset: 0 }).items[0]?.envVars, store.readSettings()['bus.url']]),
  ).toEqual([profile.envVars, `${address}2`])
  const raw = openDatabase(join(state.folder, 'yardmaster.db'), join(state.folder, 'backups'))
  const texts = JSON.stringify([raw.prepare('select env_vars from profiles').all(), raw.prepare('select value from settings').all()])
  raw.close()
  expect(texts).not.toMatch(/the-secret-itself|hidden-word/)
  expect(texts).toContain('for-everybody')
})

test('an engine that cannot open them says so, keeps them, and hands none on: a run that needs one does not start', async () => {
  withStore(await openVault(keyFile(), reversed), (store) => store.profiles.insert(profile))
  for (const seal of [undefined, locked]) {
    const vault = await openVault(keyFile(), seal)
    expect(vault.protection).toMatchObject({ by: 'file_mode', locked: true })
    const found = withStore(vault, (store) => {
      store.profiles.update({ ...store.profiles.find(profile.id)!, name: 'renamed' })
      return store.profiles.find(profile.id)!
    })
    expect(isSealed(found.envVars[0]!.value)).toBe(true)
    const order = profileOrder({ ...found, envVars: found.envVars.slice(0, 2) })
    expect(JSON.stringify(order)).not.toContain('sealed:')
    expect(await resolveProfile(order, {})).toMatchObject({
      environment: { PLAIN: 'for-everybody' },
      unresolved: [{ name: 'TOKEN', message: expect.stringContaining('start the desktop app') as unknown }],
    })
  }
  expect(withStore(await openVault(keyFile(), reversed), (store) => store.profiles.find(profile.id)?.envVars[0]?.value)).toBe(
    'the-secret-itself',
  )
})

test('a broker’s address is shown without its password, which stays where it is sent back so', () => {
  const shown = maskedAddress('amqps://yard:p@ss:w/rd@host:5671/v?heartbeat=5')
  expect(shown).toBe('amqps://yard:••••••••@host:5671/v?heartbeat=5')
  expect(unmaskedAddress(shown.replace('host', 'other'), 'amqps://yard:p@ss:w/rd@host:5671/v')).toBe(
    'amqps://yard:p@ss:w/rd@other:5671/v?heartbeat=5',
  )
  expect(unmaskedAddress('amqp://yard:new@host', address)).toBe('amqp://yard:new@host')
  expect(['amqp://host/vhost', ''].map(maskedAddress)).toEqual(['amqp://host/vhost', ''])
})

test('a keychain is asked by its own program, the names never being part of a script', () => {
  const hostile = 'a"; rm -rf ~; "'
  expect(keychain(hostile, 'me', 'darwin')).toEqual(['security', 'find-generic-password', '-s', hostile, '-a', 'me', '-w'])
  expect(keychain(hostile, 'me', 'linux')).toEqual(['secret-tool', 'lookup', 'service', hostile, 'account', 'me'])
  expect(keychain(hostile, 'me', 'win32').join(' ')).not.toContain('rm -rf')
})

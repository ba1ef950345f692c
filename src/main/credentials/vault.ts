import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto'
import { existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { isSealed, sealedPrefix } from '../../shared/model/profile.ts'
import type { SecretProtection, Vault } from '../ports/secrets.ts'
import { newSecret, type Seal } from './secret.ts'

/**
 * Secrets are sealed with a key of this data folder, and the key by the operating system, where there is one that does so. The
 * key is never made anew by itself: a keyring that is locked today may be open tomorrow.
 *
 * @param file where the sealed key is
 */
export async function openVault(file: string, seal: Seal | undefined): Promise<Vault> {
  if (!seal) return existsSync(file) ? lockedVault(withoutDesktop) : plainVault
  if (!existsSync(file)) await makeKey(file, seal)
  const key = await seal.open(readFileSync(file)).then(
    (text) => Buffer.from(text, 'base64url'),
    () => undefined,
  )
  return key?.length === keyBytes
    ? sealingVault(key)
    : lockedVault(
        `The operating system does not open ${file}: unlock its keyring and start again. If the key is lost for good, remove that file and give the secrets anew`,
      )
}

const withoutDesktop =
  'Secrets of this data folder were sealed by the desktop app, and an engine without it cannot open them: runs that need one do not start. Start the desktop app, or give those secrets anew; they are kept in the database then, readable by its owner only'

const keyBytes = 32

async function makeKey(file: string, seal: Seal): Promise<void> {
  const next = `${file}.${process.pid}.tmp`
  writeFileSync(next, await seal.close(newSecret()), { mode: 0o600 })
  renameSync(next, file)
}

const asItIs = (text: string): string => text

/** Nothing but the mode of the database's file protects what it holds. */
export const plainVault: Vault = {
  protection: {
    by: 'file_mode',
    locked: false,
    message:
      'Secrets stand in the database, which only its owner may read (mode 0600): there is no operating system’s protection here. Where that matters, use the keychain',
  },
  seal: asItIs,
  open: () => undefined,
}

const lockedVault = (message: string): Vault => ({ ...plainVault, protection: { by: 'file_mode', locked: true, message } })

const algorithm = 'aes-256-gcm'
const nonceBytes = 12
const tagBytes = 16

function sealingVault(key: Buffer): Vault {
  const protection: SecretProtection = {
    by: 'operating_system',
    locked: false,
    message: 'Secrets are sealed with a key that the operating system keeps',
  }
  return {
    protection,
    seal(text) {
      if (isSealed(text)) return text
      const nonce = randomBytes(nonceBytes)
      const cipher = createCipheriv(algorithm, key, nonce)
      const body = Buffer.concat([cipher.update(text, 'utf8'), cipher.final()])
      return sealedPrefix + Buffer.concat([nonce, cipher.getAuthTag(), body]).toString('base64url')
    },
    open(sealed) {
      try {
        const bytes = Buffer.from(sealed.slice(sealedPrefix.length), 'base64url')
        const opening = createDecipheriv(algorithm, key, bytes.subarray(0, nonceBytes))
        opening.setAuthTag(bytes.subarray(nonceBytes, nonceBytes + tagBytes))
        return Buffer.concat([opening.update(bytes.subarray(nonceBytes + tagBytes)), opening.final()]).toString('utf8')
      } catch {
        return undefined
      }
    },
  }
}

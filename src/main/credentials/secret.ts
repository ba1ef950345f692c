import { randomBytes } from 'node:crypto'
import { existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs'

/** The operating system's own protection of a text (keychain, Secret Service, DPAPI), where there is one. */
export interface Seal {
  close(text: string): Promise<Buffer>
  open(sealed: Buffer): Promise<string>
}

export const newSecret = (): string => randomBytes(32).toString('base64url')

/**
 * The secret that tokens are signed with: made at the first start, never a default. Where the operating system
 * protects it, only this user's programs can read it; else the file's mode (0600) does. A sealed secret that can no
 * longer be opened (another account, another machine) is replaced: everybody signs in again.
 */
export async function signingSecret(file: string, seal: Seal | undefined): Promise<string> {
  const place = seal ? `${file}.sealed` : file
  const known = existsSync(place) ? await read(place, seal) : undefined
  if (known) return known
  const made = newSecret()
  const next = `${place}.${process.pid}.tmp`
  writeFileSync(next, seal ? await seal.close(made) : made, { mode: 0o600 })
  renameSync(next, place)
  return made
}

async function read(place: string, seal: Seal | undefined): Promise<string | undefined> {
  try {
    const text = seal ? await seal.open(readFileSync(place)) : readFileSync(place, 'utf8').trim()
    return text.length >= 32 ? text : undefined
  } catch (error) {
    // A file that cannot be read is the folder's trouble, and is told; one that cannot be unsealed is made anew.
    if (error instanceof Error && 'code' in error) throw error
    return undefined
  }
}

import { existsSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { createPasswords } from './passwords.ts'
import { newSecret, signingSecret, type Seal } from './secret.ts'

describe('the secret that tokens are signed with', () => {
  const state = { folder: '' }
  beforeEach(() => {
    state.folder = mkdtempSync(join(tmpdir(), 'yardmaster-secret-'))
  })
  afterEach(() => rmSync(state.folder, { recursive: true, force: true }))
  const file = (): string => join(state.folder, 'signing-secret')
  const reversed: Seal = {
    close: async (text) => Buffer.from(text, 'utf8').reverse(),
    open: async (sealed) => Buffer.from(sealed).reverse().toString('utf8'),
  }

  test('is made once, differs from folder to folder, and is for its owner only', async () => {
    const made = await signingSecret(file(), undefined)
    expect(made).toHaveLength(43)
    expect(await signingSecret(file(), undefined)).toBe(made)
    expect(statSync(file()).mode & 0o777).toBe(0o600)
    expect(await signingSecret(`${file()}-other`, undefined)).not.toBe(made)
  })

  test('does not lie open where the operating system protects it', async () => {
    const made = await signingSecret(file(), reversed)
    expect(await signingSecret(file(), reversed)).toBe(made)
    expect(existsSync(file())).toBe(false)
    expect(readFileSync(`${file()}.sealed`, 'utf8')).not.toContain(made)
    expect(statSync(`${file()}.sealed`).mode & 0o777).toBe(0o600)
  })

  test('is made anew where it is cut short or can no longer be opened', async () => {
    writeFileSync(file(), '')
    expect(await signingSecret(file(), undefined)).toHaveLength(43)
    const first = await signingSecret(file(), reversed)
    const locked: Seal = {
      ...reversed,
      open: async () => {
        throw new Error('another account sealed it')
      },
    }
    expect(await signingSecret(file(), locked)).not.toBe(first)
  })
})

test('a name that is nowhere takes as long as a wrong password', async () => {
  const passwords = createPasswords(newSecret)
  const hash = await passwords.hash('right')
  await passwords.verifyNobody('wrong')
  const timed = async (work: () => Promise<unknown>): Promise<number> => {
    const times: number[] = []
    for (let round = 0; round < 7; round++) {
      const begun = performance.now()
      await work()
      times.push(performance.now() - begun)
    }
    return times.sort((one, other) => one - other)[1]!
  }
  const wrong = await timed(() => passwords.verify(hash, 'wrong'))
  const nobody = await timed(() => passwords.verifyNobody('wrong'))
  // Both are one argon2 verification; without it the second would be a thousand times shorter.
  expect(nobody).toBeGreaterThan(wrong / 4)
  expect(nobody).toBeLessThan(wrong * 4)
})

import type { Passwords } from '../ports/access.ts'

/** Loaded at the first password: a machine’s owner alone has none. */
const argon2 = () => import('@node-rs/argon2')

/** Argon2id (the library's number for it is 2), version 1.3: three passes over 64 MiB in four lanes. */
const cost = { algorithm: 2, timeCost: 3, memoryCost: 65_536, parallelism: 4 } as const

/** Hashes of 64 MiB each, so that a crowd at the door does not eat the machine. */
const atOnce = 2

export function createPasswords(chance: () => string): Passwords {
  const gate = createGate(atOnce)
  const decoy: { hash?: Promise<string> } = {}
  return {
    hash: (password) => gate(async () => (await argon2()).hash(password, cost)),
    verify: (hashed, password) => gate(async () => (await argon2()).verify(hashed, password)),
    async verifyNobody(password) {
      decoy.hash ??= gate(async () => (await argon2()).hash(chance(), cost))
      const hashed = await decoy.hash
      await gate(async () => (await argon2()).verify(hashed, password))
    },
  }
}

/** Lets so many at a time; the others wait in their order. */
function createGate(places: number): <Value>(work: () => Promise<Value>) => Promise<Value> {
  const state = { free: places, waiting: [] as (() => void)[] }
  return async (work) => {
    if (state.free > 0) state.free--
    else await new Promise<void>((resolve) => state.waiting.push(resolve))
    try {
      return await work()
    } finally {
      const next = state.waiting.shift()
      if (next) next()
      else state.free++
    }
  }
}

import type { Clock } from '../../ports/clock.ts'

/** Wrong passwords that are let through within the window: for one name from one address, and for all names from it. */
const most = { ofName: 5, ofAddress: 30 } as const
const windowMs = 60_000
const mostKept = 10_000

export interface LoginLimit {
  /** Counts an attempt as a wrong one, before it is known; or says in how many milliseconds the next may come. */
  attempt(name: string, address: string): number | undefined
  /** It was a right one after all. */
  succeeded(name: string, address: string): void
}

/** Slows down whoever guesses passwords; an attempt is counted before it is judged, so that guessing side by side gains nothing. */
export function createLoginLimit(clock: Clock): LoginLimit {
  const wrong = new Map<string, readonly number[]>()
  const now = (): number => Date.parse(clock.now())
  const recent = (key: string): readonly number[] => (wrong.get(key) ?? []).filter((at) => at > now() - windowMs)
  const keys = (name: string, address: string) => [
    { key: `name ${address} ${name.toLowerCase()}`, most: most.ofName },
    { key: `address ${address}`, most: most.ofAddress },
  ]
  const note = (key: string, times: readonly number[]): void => {
    wrong.delete(key)
    if (times.length > 0) wrong.set(key, times)
    if (wrong.size > mostKept) for (const [oldest] of [...wrong].slice(0, wrong.size - mostKept)) wrong.delete(oldest)
  }
  return {
    attempt(name, address) {
      const full = keys(name, address)
        .map((limit) => ({ ...limit, times: recent(limit.key) }))
        .filter((limit) => limit.times.length >= limit.most)
      if (full.length > 0) return Math.max(...full.map(({ times }) => (times[0] ?? now()) + windowMs - now()))
      for (const { key } of keys(name, address)) note(key, [...recent(key), now()])
      return undefined
    },
    succeeded(name, address) {
      const [ofName, ofAddress] = keys(name, address)
      if (ofName) note(ofName.key, [])
      if (ofAddress) note(ofAddress.key, recent(ofAddress.key).slice(0, -1))
    },
  }
}

import { createAlarm } from './alarm.ts'
import type { Deps } from './deps.ts'
import type { Service } from './service.ts'

type Parts = Pick<Deps, 'store' | 'clock' | 'tokensEnded'>

/** A stream is opened once and lasts for hours: whoever signed in reads along only as long as their token is good. */
export const createLasting = (parts: Parts): Service['lasting'] => ({ tokenId }, abort) => {
  if (tokenId === undefined) return abort
  const over = new AbortController()
  void untilNoLongerGood(parts, tokenId, abort).finally(() => over.abort()).catch(() => {})
  return AbortSignal.any([abort, over.signal])
}

async function untilNoLongerGood({ store, clock, tokensEnded }: Parts, tokenId: string, abort: AbortSignal): Promise<void> {
  const alarm = createAlarm(clock, tokensEnded.notify)
  try {
    for await (const _ of tokensEnded.wakeups(abort)) {
      const end = store.tokens.endOf(tokenId)
      if (end === undefined || end <= clock.now()) return
      alarm.set(end)
    }
  } finally {
    alarm.set(null)
  }
}

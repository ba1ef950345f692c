import { createAlarm } from '../alarm.ts'
import type { Deps } from '../deps.ts'
import type { Service } from '../service.ts'

type Parts = Pick<Deps, 'store' | 'clock' | 'tokensEnded' | 'settings' | 'changed'>

/**
 * A stream is opened once and lasts for hours: whoever signed in reads along only as long as their token is good, and
 * whoever came without one as long as that is allowed.
 */
export const createLasting =
  (parts: Parts): Service['lasting'] =>
  ({ tokenId, anonymous }, abort) => {
    if (tokenId === undefined && !anonymous) return abort
    const over = new AbortController()
    const ended = tokenId === undefined ? untilNobodyIsLetIn(parts, abort) : untilNoLongerGood(parts, tokenId, abort)
    void ended.finally(() => over.abort()).catch(() => {})
    return AbortSignal.any([abort, over.signal])
  }

async function untilNobodyIsLetIn({ settings, changed }: Parts, abort: AbortSignal): Promise<void> {
  for await (const _ of changed.wakeups(abort)) if (!settings()['access.anonymous_loopback']) return
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

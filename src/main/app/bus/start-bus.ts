import { setTimeout as wait } from 'node:timers/promises'
import type { Deps } from '../deps.ts'
import type { BusParts } from './bus-parts.ts'
import { createHearing } from './hearing.ts'
import { sweepSilent } from './liveness.ts'
import { sendLongWaiting, sendOutbox } from './outbox.ts'

const lookEveryMs = 1_000

/** Keeps the broker that the settings name connected, sends what is to be sent, hears what agents say, and notices which are silent. */
export function startBus(parts: BusParts, failed: (error: unknown, what: string) => void): AsyncDisposable {
  const { deps, instructions } = parts
  const { bus, store, settings, changed } = deps
  const closing = new AbortController()
  const announce = (): void => store.transaction(() => store.journal.append({ type: 'agent.status' }))

  bus.open({
    heard: createHearing(parts),
    up() {
      instructions.askForBeats()
      announce()
    },
    down: announce,
  })

  const follow = async (): Promise<void> => {
    for await (const _ of changed.wakeups(closing.signal)) {
      await send().catch((error: unknown) => failed(error, 'Work could not be sent to the broker'))
    }
  }

  const send = async (): Promise<void> => {
    const url = settings()['bus.url']
    bus.use(url)
    if (url === '') takeBack(deps)
    await sendOutbox(deps)
  }

  const look = async (): Promise<void> => {
    while (await wait(lookEveryMs, true, { signal: closing.signal }).catch(() => false)) {
      try {
        if (bus.state().status !== 'ok') continue
        sweepSilent(parts, bus.state().since)
        instructions.repeat()
        sendLongWaiting(deps)
        await sendOutbox(deps)
      } catch (error) {
        failed(error, 'Agents on other machines could not be looked after')
      }
    }
  }

  const loops = Promise.all([follow(), look()])
  return {
    async [Symbol.asyncDispose]() {
      closing.abort()
      // What is on its way to a broker that no longer answers ends with the connection; it is sent again after the next start.
      await Promise.all([bus.close(), loops])
    },
  }
}

/** Without a broker this machine's own agent does what waits for one. */
function takeBack({ store }: Deps): void {
  if (!store.runs.isAnyHanded()) return
  store.transaction(() => {
    store.runs.takeBackHanded()
    store.outbox.clear()
    store.journal.append({ type: 'agent.status' })
  })
}

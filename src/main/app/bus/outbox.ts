import type { RunId } from '../../../shared/model/ids.ts'
import { workQueueOf } from '../../../shared/model/topology.ts'
import type { Deps } from '../deps.ts'
import { requestOf } from './envelopes.ts'

const atOnce = 500

/** Puts into the broker's queues what was decided to be put there. Answers false where something is left for later. */
export async function sendOutbox(deps: Deps): Promise<boolean> {
  const { store, bus } = deps
  while (bus.state().status === 'ok') {
    const next = store.outbox.next(atOnce)
    if (next.length === 0) return true
    const sent = await Promise.allSettled(next.map((id) => sendOne(deps, id)))
    const done = next.filter((_, at) => sent[at]?.status === 'fulfilled')
    store.transaction(() => store.outbox.remove(done))
    if (done.length < next.length) return false
  }
  return store.outbox.next(1).length === 0
}

/** What was stopped in the meantime is not sent any more. */
async function sendOne({ store, bus, clock }: Deps, id: RunId): Promise<void> {
  const run = store.runs.find(id)
  if (run?.status !== 'queued' || run.config.agentType === null) return
  await bus.toQueue(workQueueOf(run.config.agentType), requestOf(clock, run))
}

/** A broker that lost its disk lost its queues too: what waits there for long is put there once more. Twice does no harm. */
const askedAgainAfterMs = 600_000

export function sendLongWaiting({ store, clock }: Deps): void {
  const before = new Date(Date.parse(clock.now()) - askedAgainAfterMs).toISOString()
  const waiting = store.runs.handedBefore(before)
  if (waiting.length === 0) return
  store.transaction(() => {
    for (const id of waiting) {
      store.runs.handAgain(id, clock.now())
      store.outbox.add(id)
    }
  })
}

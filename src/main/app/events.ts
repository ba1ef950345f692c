import type { JournalEvent } from '../../shared/model/event.ts'
import { ok } from '../../shared/model/result.ts'
import type { Deps } from './deps.ts'
import type { Handlers } from './handler.ts'
import { explain } from './queue/waiting.ts'
import { gapAfter } from './retention/journal-pruning.ts'
import type { Caller } from './service.ts'
import { follow } from './signal.ts'
import { ownerSeenBy } from './visible.ts'

const eventsAtOnce = 500

export const eventHandlers = (deps: Deps): Handlers<'events'> => {
  const after = (seq: number, limit: number, caller: Caller): JournalEvent[] => {
    const gap = gapAfter(deps, seq)
    const events = [...gap, ...deps.store.journal.after(gap[0]?.seq ?? seq, limit - gap.length, ownerSeenBy(caller))]
    const runs = new Map(
      explain(
        deps,
        events.flatMap((event) => event.run ?? []),
      ).map((run) => [run.id, run]),
    )
    return events.map((event) => (event.run ? { ...event, run: runs.get(event.run.id) } : event))
  }
  return {
    list: ({ after: seq, limit }, caller) => ok({ events: after(seq, limit, caller), last: deps.store.journal.last() }),
    follow: ({ after: seq }, caller, abort) =>
      ok(
        follow(
          (cursor) => after(cursor, eventsAtOnce, caller),
          (event) => event.seq,
          seq ?? deps.store.journal.last(),
          deps.changed,
          abort,
        ),
      ),
  }
}

import type { RunId } from '../../../shared/model/ids.ts'
import type { Actor } from '../actor.ts'

/**
 * On whose behalf a run was told to pause or to go on, until the agent says that it has: the change is recorded then, and
 * the audit trail names who wanted it. After a restart it names the engine.
 */
export interface Wishes {
  note(runId: RunId, by: Actor): void
  take(runId: RunId): Actor | undefined
}

export function createWishes(): Wishes {
  const open = new Map<RunId, Actor>()
  return {
    note: (runId, by) => void open.set(runId, by),
    take(runId) {
      const by = open.get(runId)
      open.delete(runId)
      return by
    },
  }
}

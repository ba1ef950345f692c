import type { Blackout } from '../../../shared/model/blackout.ts'
import type { Task } from '../../../shared/model/task.ts'
import type { Instant } from '../../../shared/model/time.ts'
import { blackoutAt } from '../../domain/blackout.ts'
import type { Deps } from '../deps.ts'

type Parts = Pick<Deps, 'store' | 'clock' | 'reading' | 'settings'>

/** What lets tasks start by themselves, or says why not. */
export interface Gate {
  /** Whatever the occurrence: as the task and the engine stand now. */
  whyNotNow(task: Task): string | undefined
  /** Of an occurrence that fell due then. */
  whyNotAt(task: Task, dueAt: Instant): string | undefined
  /** One run more waits. */
  passed(): void
}

/** Used for one transaction: what it looks up is looked up once. */
export function createGate(parts: Parts): Gate {
  const { store, clock } = parts
  const settings = parts.settings()
  const blackouts = settings['schedules.blackouts']
  const most = settings['schedules.most_waiting']
  const now = clock.now()
  const state: { waiting?: number } = {}
  const waiting = (): number => (state.waiting ??= store.runs.waitingCount())
  const among = (candidates: readonly Blackout[], instant: Instant): Blackout | undefined =>
    candidates.length > 0 ? blackoutAt(candidates, instant, parts.reading(instant)) : undefined
  const whyNotAt = (task: Task, instant: Instant): string | undefined => {
    const ofAll = among(blackouts, instant)
    if (ofAll) return `Nothing starts by itself ${words(ofAll)}`
    const ofTask = among(task.blackouts, instant)
    return ofTask && `The task does not start by itself ${words(ofTask)} of its own`
  }
  return {
    whyNotNow(task) {
      if (!task.enabled) return 'The task is disabled'
      if (task.breaker)
        return `The task failed ${task.breaker.failures} times in a row; it does not start by itself until its breaker is closed`
      if (store.runs.activeOf({ taskId: task.id }).length > 0) return 'The task was still running'
      if (waiting() >= most) return `No capacity: ${waiting()} runs wait already`
      return whyNotAt(task, now)
    },
    whyNotAt,
    passed: () => {
      state.waiting = waiting() + 1
    },
  }
}

const words = ({ from, to, timezone }: Blackout): string => `from ${from} to ${to}${timezone ? ` (${timezone})` : ''}: that is a blackout`

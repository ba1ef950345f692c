import type { Deps } from '../deps.ts'
import { createGate } from './gate.ts'
import { fire, occur } from './occurrences.ts'
import { planTask } from './planning.ts'

/*
 * One loop with one timer to the nearest fire: ten thousand schedules cost nothing while nothing is due.
 */

/** The timer never sleeps longer, so that a computer that slept, or a clock that was set, is noticed. */
const longestSleepMs = 60_000

/** How many tasks one transaction starts at the most. */
const tasksAtOnce = 1_000

/** How long after a failure of the storage it is tried again. */
const retryAfterMs = 1_000

export interface Timetable extends AsyncDisposable {
  /** Starts what is due, and what is missed. */
  fireDue(): void
}

export function startTimetable(deps: Deps, failed: (error: unknown, what: string) => void): Timetable {
  const { store, clock, replanned } = deps
  const closing = new AbortController()
  const timer: { current: ReturnType<typeof setTimeout> | undefined } = { current: undefined }

  /** A task that cannot be started is put aside with a word in the engine's log; it holds up nothing else. */
  const fireAll = (): void => {
    const now = clock.now()
    for (let due = store.schedules.due(now, tasksAtOnce); due.length > 0; due = store.schedules.due(now, tasksAtOnce)) {
      store.transaction(() => {
        const gate = createGate(deps)
        for (const one of due) {
          try {
            fire(deps, one, now, gate)
          } catch (error) {
            if (store.isStorageFailure(error)) throw error
            failed(error, `The schedule of task ${one.taskId} could not be computed`)
            store.schedules.set(one.taskId, null)
          }
        }
      })
    }
  }

  const untilNext = (): number => {
    const next = store.schedules.nearest()
    return next === undefined ? longestSleepMs : Math.min(longestSleepMs, Math.max(0, Date.parse(next) - Date.parse(clock.now())))
  }

  const fireDue = (): void => {
    clearTimeout(timer.current)
    let wait = retryAfterMs
    try {
      fireAll()
      wait = untilNext()
    } catch (error) {
      failed(error, 'What is due could not be started; it is tried again')
    }
    if (!closing.signal.aborted) timer.current = setTimeout(fireDue, wait).unref()
  }

  planOlder(deps, failed)
  startupTasks(deps, failed)
  const loop = (async () => {
    for await (const _ of replanned.wakeups(closing.signal)) fireDue()
  })()

  return {
    fireDue,
    async [Symbol.asyncDispose]() {
      closing.abort()
      clearTimeout(timer.current)
      await loop
    },
  }
}

/** Tasks whose schedule nothing has looked at yet. */
function planOlder(deps: Deps, failed: (error: unknown, what: string) => void): void {
  const { store } = deps
  for (const task of store.tasks.byIds(store.schedules.unplanned())) {
    try {
      store.transaction(() => planTask(deps, task))
    } catch (error) {
      failed(error, `The schedule of task ${task.id} could not be computed`)
    }
  }
}

/** The engine starts once in its life; windows that open and agents that come back are no start. */
function startupTasks(deps: Deps, failed: (error: unknown, what: string) => void): void {
  const { store, clock } = deps
  try {
    store.transaction(() => {
      const gate = createGate(deps)
      for (const task of store.tasks.byIds(store.schedules.ofType('startup'))) occur(deps, task, clock.now(), gate)
    })
  } catch (error) {
    failed(error, 'The tasks that start with the app could not be started')
  }
}
